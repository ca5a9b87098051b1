"""Enquiries: the list, the form that logs one, and its page (O5)."""

from typing import Any, ClassVar

from django.contrib import admin
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dpo_office.accountability.admin import enquiry_forms as forms
from dpo_office.accountability.admin.enquiry_page import file_of, state_label
from dpo_office.accountability.admin.listing import ClockedList, OpenFilter, two_lines
from dpo_office.accountability.models import Enquiry
from dpo_office.accountability.services import answering, enquiries, library, passing
from dpo_office.correspondence.refusals import LetterRefused
from dpo_office.desk import when
from dpo_office.desk.admin import CaseAdmin
from dpo_office.desk.case_file import StepDoor
from dpo_office.evidence.models import TransitionRefused
from dpo_office.evidence.services import files
from dpo_office.lib.placeholders import PlaceholderRefused
from dpo_office.organisation.access import may_see_persons
from dpo_office.organisation.models import Profile
from dpo_office.worklist.services.clocks import ClockRefused

Words = dict[str, Any]


def _answer(enquiry: Enquiry, by: Any, data: Words) -> str:
    answering.draft(enquiry, answer=data["answer"], text=data["text"], by=by)
    return _("The letter is written. Read it, change what you like, then send it.")


def _mark_answered(enquiry: Enquiry, by: Any, data: Words) -> str:
    answering.mark_answered(enquiry, answer=data["answer"], text=data["text"], by=by)
    return _("Answered.")


def _pass_on(enquiry: Enquiry, by: Any, data: Words) -> str:
    case = passing.pass_on(enquiry, data["number"], chosen=data.get("chosen", ()), by=by)
    return _("It is %(case)s now; its clocks run from when it reached us.") % {"case": case}


def _asker(enquiry: Enquiry, by: Any, data: Words) -> str:
    enquiries.name_asker(enquiry, asker=data["asker"], address=data["address"], by=by)
    return _("Kept.")


def _hand_over(enquiry: Enquiry, by: Any, data: Words) -> str:
    enquiries.hand_over(enquiry, to=data["to"], by=by)
    return _("%(person)s answers it from now on.") % {"person": data["to"]}


def _end(enquiry: Enquiry, by: Any, data: Words) -> str:
    enquiries.end(enquiry, reason=data["reason"], by=by)
    return _("It has ended; no answer is owed.")


def _open_again(enquiry: Enquiry, by: Any, data: Words) -> str:
    enquiries.open_again(enquiry, reason=data["reason"], by=by)
    return _("It is open again, and its clock runs on.")


def _keep(enquiry: Enquiry, by: Any, data: Words) -> str:
    kept = {"kind": enquiry.kind, "language": enquiry.language}
    library.keep(title=data["title"], body=data["body"], by=by, **kept)
    return _("It stands in the answer library.")


@admin.register(Enquiry)
class EnquiryAdmin(CaseAdmin):
    shows_persons = True
    log_form = forms.LogEnquiryForm
    log_title = gettext_lazy("Log an enquiry")
    nothing = gettext_lazy("No enquiry was logged yet.")
    steps: ClassVar = {
        "answer": StepDoor(_answer, forms.AnswerForm),
        "mark_answered": StepDoor(_mark_answered, forms.AnswerForm),
        "pass_on": StepDoor(_pass_on, forms.OpeningForm),
        "asker": StepDoor(_asker, forms.AskerForm),
        "hand_over": StepDoor(_hand_over, forms.HandOverForm),
        "end": StepDoor(_end, forms.ReasonForm),
        "open_again": StepDoor(_open_again, forms.ReasonForm),
        "keep": StepDoor(_keep, forms.KeepForm),
    }
    refusals: ClassVar = (TransitionRefused, ClockRefused, LetterRefused, PlaceholderRefused)
    list_display: ClassVar = ["what", "state", "promise", "who"]
    list_filter: ClassVar = [OpenFilter, "status", "kind", "channel"]
    list_select_related: ClassVar = ["owner"]
    search_fields: ClassVar = ["reference"]
    search_help_text = gettext_lazy("Reference, name or address")
    ordering: ClassVar = ["-id"]
    sortable_by = ()

    def get_changelist(self, request, **kwargs):
        return ClockedList

    @admin.display(description=gettext_lazy("enquiry"))
    def what(self, obj: Enquiry) -> str:
        return _what(obj)

    @admin.display(description=gettext_lazy("state"))
    def state(self, obj: Enquiry) -> str:
        return render_to_string("desk/state_label.html", {"label": state_label(obj)})

    @admin.display(description=gettext_lazy("our promise"))
    def promise(self, obj: Enquiry) -> str:
        return obj.due_cell

    @admin.display(description=gettext_lazy("owner"))
    def who(self, obj: Enquiry) -> str:
        return str(obj.owner or "–")  # noqa: RUF001  # nobody

    def get_search_results(self, request, queryset, search_term):
        if not search_term:
            return queryset, False
        return queryset.matching(search_term, persons=may_see_persons(request.user)), False

    def case_file(self, request, record, typed):
        return file_of(request, record, typed, persons=may_see_persons(request.user))

    def log(self, by, data):
        with files.taken_in(data.pop("files"), enquiries.ENCLOSED) as enclosed:
            return enquiries.log_enquiry(by=by, enclosed=enclosed, **data)


def _what(obj: Enquiry) -> str:
    today = timezone.localdate(timezone=Profile.current().zone)
    received = obj.received_at.astimezone(Profile.current().zone).date()
    small = (obj.reference, obj.get_channel_display(), when.absolute_day(received, today))
    return two_lines(obj.get_kind_display().capitalize(), " · ".join(map(str, small)))
