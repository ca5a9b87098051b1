"""The list of requests, the form that logs one, and the case file."""

from typing import ClassVar

from django.contrib import admin
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dpo_office.correspondence.refusals import LetterRefused
from dpo_office.desk.admin import CaseAdmin
from dpo_office.evidence.models import TransitionRefused
from dpo_office.evidence.services import files
from dpo_office.lib.placeholders import PlaceholderRefused
from dpo_office.organisation.access import may_see_persons
from dpo_office.worklist.services.clocks import ClockRefused
from requests_app.admin.case import file_of
from requests_app.admin.case_cards import state_label
from requests_app.admin.listing import RequestList
from requests_app.admin.log_form import LogRequestForm
from requests_app.admin.steps import STEPS
from requests_app.models import SubjectRequest
from requests_app.services import intake


class StageFilter(admin.SimpleListFilter):
    title = gettext_lazy("stage")
    parameter_name = "stage"

    def lookups(self, request, model_admin):
        return [("open", _("open")), ("closed", _("closed"))]

    def queryset(self, request, queryset):
        if self.value() == "open":
            return queryset.open()
        return queryset.filter(closed_at__isnull=False) if self.value() == "closed" else queryset


@admin.register(SubjectRequest)
class SubjectRequestAdmin(CaseAdmin):
    shows_persons = True
    log_form = LogRequestForm
    log_title = gettext_lazy("Log a request")
    steps = STEPS
    refusals: ClassVar = (TransitionRefused, ClockRefused, LetterRefused, PlaceholderRefused)
    list_display: ClassVar = ["what", "state", "promise", "law", "who"]
    list_filter: ClassVar = [StageFilter, "status", "channel"]
    list_select_related: ClassVar = ["subject", "handler"]
    search_fields: ClassVar = ["reference"]
    search_help_text = gettext_lazy("Reference, name or address")
    ordering: ClassVar = ["-id"]
    sortable_by = ()

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

    def get_search_results(self, request, queryset, search_term):
        if not search_term:
            return queryset, False
        return queryset.matching(search_term, persons=may_see_persons(request.user)), False

    def case_file(self, request, record, typed):
        return file_of(request, record, typed, persons=may_see_persons(request.user))

    def log(self, by, data):
        with files.taken_in(data.pop("files"), intake.ENCLOSED) as enclosed:
            return intake.log_request(by=by, enclosed=enclosed, **data)
