"""The list of requests, the form that logs one, and the case file."""

from typing import ClassVar

from django.contrib import admin, messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.decorators import action

from dpo_office.correspondence.refusals import LetterRefused
from dpo_office.desk.admin import CaseAdmin
from dpo_office.evidence.models import TransitionRefused
from dpo_office.evidence.services import files
from dpo_office.lib.placeholders import PlaceholderRefused
from dpo_office.organisation.access import may_see_persons
from dpo_office.organisation.services.absences import desks_of
from dpo_office.worklist.refusals import TaskRefused
from dpo_office.worklist.services import people
from dpo_office.worklist.services.clocks import ClockRefused
from requests_app.admin import bulk_pages, decision_forms, import_page
from requests_app.admin.case import file_of
from requests_app.admin.case_cards import state_label
from requests_app.admin.figures_pages import FiguresPages
from requests_app.admin.listing import RequestList
from requests_app.admin.log_form import LogRequestForm
from requests_app.admin.mail_pages import MailPages
from requests_app.admin.steps import STEPS
from requests_app.admin.team_forms import HandOverAllForm
from requests_app.admin.workbook import columns
from requests_app.models import Exercise, SubjectRequest
from requests_app.services import handing, intake


class StageFilter(admin.SimpleListFilter):
    title = gettext_lazy("stage")
    parameter_name = "stage"

    def lookups(self, request, model_admin):
        return [("open", _("open")), ("closed", _("closed"))]

    def queryset(self, request, queryset):
        if self.value() == "open":
            return queryset.open()
        return queryset.filter(closed_at__isnull=False) if self.value() == "closed" else queryset


class HandlerFilter(admin.SimpleListFilter):
    title = gettext_lazy("handler")
    parameter_name = "handler"

    def lookups(self, request, model_admin):
        return [("me", _("me")), ("absent", _("whom I stand in for")), ("nobody", _("nobody"))]

    def queryset(self, request, queryset):
        match self.value():
            case "me":
                return queryset.filter(handler=request.user)
            case "absent":
                absent = desks_of(request.user, people.today())[1:]
                return queryset.filter(handler__in=absent)
            case "nobody":
                return queryset.filter(handler=None)
        return queryset


@admin.register(SubjectRequest)
class SubjectRequestAdmin(FiguresPages, MailPages, CaseAdmin):
    shows_persons = True
    log_form = LogRequestForm
    log_title = gettext_lazy("Log a request")
    log_before_template = "requests_app/drop_zone.html"
    list_before_template = "requests_app/list_drop.html"
    steps = STEPS
    refusals: ClassVar = (
        TransitionRefused, ClockRefused, LetterRefused, PlaceholderRefused, TaskRefused,
    )  # fmt: skip
    list_display: ClassVar = ["what", "state", "promise", "law", "who"]
    list_filter: ClassVar = [StageFilter, HandlerFilter, "status", "channel"]
    list_select_related: ClassVar = ["subject", "handler"]
    search_fields: ClassVar = ["reference"]
    search_help_text = gettext_lazy("Reference, name or address")
    ordering: ClassVar = ["-id"]
    sortable_by = ()
    actions_list: ClassVar = ["hand_over_all", "import_requests"]

    def get_changelist(self, request, **kwargs):
        return RequestList

    @admin.display(description=gettext_lazy("request"))
    def what(self, obj: SubjectRequest) -> str:
        return obj.row.what

    @admin.display(description=gettext_lazy("state"))
    def state(self, obj: SubjectRequest) -> str:
        return render_to_string("desk/state_label.html", {"label": state_label(obj)})

    @admin.display(description=gettext_lazy("our promise"))
    def promise(self, obj: SubjectRequest) -> str:
        return obj.row.promise

    @admin.display(description=gettext_lazy("legal deadline"))
    def law(self, obj: SubjectRequest) -> str:
        return obj.row.law

    @admin.display(description=gettext_lazy("handler"))
    def who(self, obj: SubjectRequest) -> str:
        return str(obj.handler or "–")  # noqa: RUF001  # nobody

    @action(
        description=gettext_lazy("Hand over all"),
        permissions=["hand_over_all"],
        icon="group",
        dialog={
            "title": gettext_lazy("Every open case of one person goes to another"),
            "form_class": HandOverAllForm,
            "form_submit_text": gettext_lazy("Hand over all"),
        },
    )
    def hand_over_all(self, request, form):
        words = {name: form.cleaned_data[name] for name in ("of", "to", "note")}
        done, refused = handing.hand_over_all(by=request.user, **words)
        for sentence in refused:
            messages.error(request, sentence)
        said = ngettext("%(n)d case is handed over.", "%(n)d cases are handed over.", done)
        (messages.success if done else messages.warning)(request, said % {"n": done})
        return HttpResponse(
            headers={"HX-Redirect": reverse("admin:requests_app_subjectrequest_changelist")}
        )

    actions: ClassVar = ["assign", "same_letter", "end_as_spam", "merge"]

    @admin.action(description=gettext_lazy("Assign"), permissions=["assign"])
    def assign(self, request, queryset):
        return bulk_pages.assign(self, request, queryset)

    @admin.action(description=gettext_lazy("Same letter"), permissions=["same_letter"])
    def same_letter(self, request, queryset):
        return bulk_pages.same_letter_page(self, request, queryset)

    @admin.action(description=gettext_lazy("End as spam"), permissions=["end_as_spam"])
    def end_as_spam(self, request, queryset):
        return bulk_pages.end_as_spam(self, request, queryset)

    @admin.action(description=gettext_lazy("Merge duplicates"), permissions=["merge"])
    def merge(self, request, queryset):
        return bulk_pages.merge(self, request, queryset)

    @action(description=gettext_lazy("Import"), permissions=["import_requests"], icon="upload_file")
    def import_requests(self, request):
        return import_page.page(self, request)

    def xlsx_columns(self, request):
        return columns(persons=may_see_persons(request.user))

    def get_search_results(self, request, queryset, search_term):
        if not search_term:
            return queryset, False
        return queryset.matching(search_term, persons=may_see_persons(request.user)), False

    def case_file(self, request, record, typed):
        return file_of(request, record, typed, persons=may_see_persons(request.user))

    def step_form(self, record, name):
        """A right is decided by its own form; the number is that of a right of this case."""
        kind, _dash, number = name.partition("-")
        if kind != "decide" or not number.isdecimal():
            return super().step_form(record, name)
        return decision_forms.form_of(
            get_object_or_404(Exercise, pk=int(number[:18]), part__request=record).right
        )

    def log(self, by, data):
        with files.taken_in(data.pop("files"), intake.ENCLOSED) as enclosed:
            return intake.log_request(by=by, enclosed=enclosed, **data)
