"""Admin bases: every page of the office derives from one of these."""

import re
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    StreamingHttpResponse,
)
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin

from dpo_office.desk import xlsx
from dpo_office.desk.case_file import CaseFile, StepDoor
from dpo_office.desk.paging import BoundedPaginator
from dpo_office.lib import doors
from dpo_office.lib.spreadsheet import MIME

ACTION_PERMISSION = re.compile("has_([a-z_]+)_permission")


class OfficeAdmin(ModelAdmin):
    """A plain register: list, search, form."""

    show_full_result_count = False
    paginator = BoundedPaginator
    list_per_page = 40
    list_fullwidth = True
    compressed_fields = True
    warn_unsaved_form = True
    shows_persons = False  # if so, every look at a record is told in the trail
    empty_value_display = format_html('<span class="desk-none">{}</span>', "–")  # noqa: RUF001
    nothing = gettext_lazy("Nothing is here yet.")  # what an empty list means
    list_before_template = "desk/above_list.html"

    def __getattr__(self, name: str) -> Any:
        """An action's permission bears its own name and is answered from the access table (F3)."""
        if asked := ACTION_PERMISSION.fullmatch(name):
            return lambda request, obj=None: self.may(request, asked[1])
        raise AttributeError(name)

    def may(self, request: HttpRequest, deed: str) -> bool:
        """Whether the person may do that deed on this model."""
        return request.user.has_perm(f"{self.opts.app_label}.{deed}_{self.opts.model_name}")

    def changelist_view(self, request, extra_context=None) -> HttpResponse:
        title = str(self.opts.verbose_name_plural)
        title = title[:1].upper() + title[1:]
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    @property
    def xlsx_address(self) -> str:
        """The name of the address that gives this list as a workbook."""
        return f"admin:{self.opts.app_label}_{self.opts.model_name}_xlsx"

    def get_urls(self):
        view = self.admin_site.admin_view(self.xlsx_view)
        return [path("xlsx/", view, name=self.xlsx_address.partition(":")[2]), *super().get_urls()]

    def xlsx_columns(self, request: HttpRequest) -> list[xlsx.Column]:
        """The columns of the workbook: those of the list, unless a subclass knows better."""
        return xlsx.columns_of_list(self, self.get_list_display(request))

    def xlsx_view(self, request: HttpRequest) -> HttpResponse:
        """The whole list with its filter and order, by POST since the trail tells of it (F7)."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            changelist = self.get_changelist_instance(request)
        except IncorrectLookupParameters:
            raise Http404 from None
        facts = {"list": self.opts.label_lower, "filters": sorted(request.GET)}
        doors.record("list.exported", by=request.user, facts=facts)
        day = timezone.localdate().isoformat()
        name = f"{slugify(self.opts.verbose_name_plural)}-{day}.xlsx"
        return StreamingHttpResponse(
            xlsx.workbook(changelist, request),
            content_type=MIME,
            headers={
                "Content-Disposition": f'attachment; filename="{name}"',
                "X-Content-Type-Options": "nosniff",
                "Cache-Control": "no-store",
            },
        )

    def note_look(self, request: HttpRequest, record: models.Model) -> None:
        if self.shows_persons:
            doors.look(record, by=request.user)

    def render_change_form(
        self, request, context, add=False, change=False, form_url="", obj=None
    ) -> HttpResponse:
        if obj is not None:
            self.note_look(request, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def history_view(self, request, object_id, extra_context=None) -> HttpResponse:
        raise Http404  # the trail tells what happened

    # Django's own log would keep names in clear (A8): what it would tell goes into the trail.
    def log_addition(self, request, obj, message) -> None:
        self._tell(request, obj, "added", message)

    def log_change(self, request, obj, message) -> None:
        self._tell(request, obj, "changed", message)

    def log_deletions(self, request, queryset) -> None:
        for obj in queryset:
            self._tell(request, obj, "deleted", [])

    def _tell(self, request, obj, deed: str, message: Any) -> None:
        facts = {"fields": changed_fields(message)}
        doors.record(f"{self.opts.model_name}.{deed}", obj, by=request.user, facts=facts)


def changed_fields(message: list[dict[str, dict]]) -> list[str]:
    """Names of fields, and of kinds of rows below, that a form changed; never a value."""
    told = [part for entry in message for part in entry.values()]
    return [name for part in told for name in part.get("fields", [part.get("name")]) if name]


class ReadOnlyAdmin(OfficeAdmin):
    """Rows written by the office itself: looked at, never edited."""

    def has_add_permission(self, request, obj=None) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


class CaseAdmin(OfficeAdmin):
    """A case: its page is the file, not a form; it changes by steps and is never deleted.

    A subclass gives `log_form` and `log(by, data)`, which opens a case and may raise
    ValidationError, `case_file(request, record, typed)`, and the table `steps` by name; a name
    may carry an object's number behind a dash ("decide-12"). Who may take a step stands under its
    name in the access table. What a service refuses
    (`refusals`, and ValidationError) is shown as a sentence and nothing is lost: the form
    comes back with what was typed.
    """

    log_form: ClassVar[type[forms.Form]]
    log_title = ""
    log_before_template = ""  # what stands above the form
    steps: ClassVar[dict[str, StepDoor]] = {}
    refusals: ClassVar[tuple[type[Exception], ...]] = ()

    def case_file(
        self, request: HttpRequest, record: Any, typed: dict[str, forms.Form]
    ) -> CaseFile:
        """The page's content; `typed` holds the form of a step that was refused, by name."""
        raise NotImplementedError

    def log(self, by: Any, data: dict[str, Any]) -> models.Model:
        """Open a case from the checked words of `log_form`."""
        raise NotImplementedError

    def step_form(self, record: Any, name: str) -> type[forms.Form] | None:
        """What a step of that record asks; None when it asks nothing."""
        return self.steps[name.split("-")[0]].form

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    def add_view(self, request, form_url="", extra_context=None) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = self.log_form(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            try:
                record = self.log(request.user, form.cleaned_data)
            except ValidationError as refusal:
                form.add_error(None, refusal.messages)
            else:
                messages.success(request, _("%(case)s is logged.") % {"case": record})
                return redirect(self.page_of(record))
        context = {**self.admin_site.each_context(request), "form": form, "opts": self.opts}
        context |= {"title": self.log_title, "media": self.media + form.media}
        context |= {"own_heading": True, "before": self.log_before_template}
        return TemplateResponse(request, "desk/log.html", context)

    def get_urls(self):
        info = (self.opts.app_label, self.opts.model_name)
        step = self.admin_site.admin_view(self.step_view)
        return [
            path("<int:pk>/step/<str:name>/", step, name="{}_{}_step".format(*info)),
            *super().get_urls(),
        ]

    def change_view(self, request, object_id, form_url="", extra_context=None) -> HttpResponse:
        record = self.get_object(request, object_id)
        if record is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request, record):
            raise PermissionDenied
        return self.case_page(request, record)

    def case_page(
        self, request: HttpRequest, record: models.Model, typed: dict[str, forms.Form] | None = None
    ) -> HttpResponse:
        """Draw the file."""
        self.note_look(request, record)
        context = {
            **self.admin_site.each_context(request),
            "file": self.case_file(request, record, typed or {}),
            "media": self.media + self.steps_media(),
            "title": str(record),
            "own_heading": True,
            "opts": self.opts,
            "original": record,
            "now": timezone.now(),
            "zone": timezone.get_current_timezone(),
            "step_base": self.page_of(record).removesuffix("change/") + "step/",
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "desk/case.html", context)

    def step_view(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """Take one step by POST; back to the file with a sentence."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        kind = name.split("-")[0]
        if (door := self.steps.get(kind)) is None:
            raise Http404
        if not self.may(request, kind):
            raise PermissionDenied
        if (record := self.get_object(request, str(pk))) is None:
            raise Http404
        asks = self.step_form(record, name)
        form = asks(request.POST, request.FILES, prefix=name) if asks else None
        if form is None or form.is_valid():
            data = {**(form.cleaned_data if form else {}), "number": name.partition("-")[2]}
            try:
                messages.success(request, door.take(record, request.user, data))
            except (ValidationError, *self.refusals) as refusal:
                self._tell_refusal(request, refusal)
            else:
                return redirect(self.page_of(record))
        else:
            messages.error(request, _("Something is missing; look at the step again."))
        record.refresh_from_db()
        return self.case_page(request, record, {name: form} if form else {})

    def steps_media(self) -> forms.Media:
        """What the fields of the steps' forms need beside the page's own."""
        asked = [door.form for door in self.steps.values() if door.form]
        fields = [field for form in asked for field in form.base_fields.values()]
        return sum((field.widget.media for field in fields), forms.Media())

    def page_of(self, record: models.Model) -> str:
        return reverse(
            f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[record.pk]
        )

    def _tell_refusal(self, request: HttpRequest, refusal: Exception) -> None:
        texts = refusal.messages if isinstance(refusal, ValidationError) else [str(refusal)]
        for text in texts:
            messages.error(request, text)
