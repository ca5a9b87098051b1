"""Admin bases: every page of the office derives from one of these."""

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from unfold.admin import ModelAdmin

from dpo_office.desk.case_file import CaseFile, StepDoor
from dpo_office.desk.paging import BoundedPaginator


class OfficeAdmin(ModelAdmin):
    """A plain register: list, search, form."""

    show_full_result_count = False
    paginator = BoundedPaginator
    list_per_page = 50
    list_fullwidth = True
    compressed_fields = True
    warn_unsaved_form = True


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
    may carry an object's number behind a dash ("decide-12"). What a service refuses
    (`refusals`, and ValidationError) is shown as a sentence and nothing is lost: the form
    comes back with what was typed.
    """

    log_form: ClassVar[type[forms.Form]]
    log_title = ""
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
        context = {
            **self.admin_site.each_context(request),
            "file": self.case_file(request, record, typed or {}),
            "media": self.media,
            "title": str(record),
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
        record, door = self.get_object(request, str(pk)), self.steps.get(name.split("-")[0])
        if record is None or door is None:
            raise Http404
        if not request.user.has_perm(f"{self.opts.app_label}.{door.right}_{self.opts.model_name}"):
            raise PermissionDenied
        form = door.form(request.POST, prefix=name) if door.form else None
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

    def page_of(self, record: models.Model) -> str:
        return reverse(
            f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[record.pk]
        )

    def _tell_refusal(self, request: HttpRequest, refusal: Exception) -> None:
        texts = refusal.messages if isinstance(refusal, ValidationError) else [str(refusal)]
        for text in texts:
            messages.error(request, text)
