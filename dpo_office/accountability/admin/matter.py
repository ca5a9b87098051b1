"""Matters: the list, the form that opens one, its steps (A1)."""

from typing import Any, ClassVar

from django.contrib import admin
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dpo_office.accountability.admin import matter_forms as forms
from dpo_office.accountability.admin.evidence_card import ask_for_evidence
from dpo_office.accountability.admin.listing import ClockedList, OpenFilter, two_lines
from dpo_office.accountability.admin.matter_page import file_of, state_label
from dpo_office.accountability.models import Matter
from dpo_office.accountability.services import linking, matters, papers
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


def _deadline(matter: Matter, by: Any, data: Words) -> str:
    matters.set_deadline(matter, on=data["on"], by=by)
    return _("The deadline is kept as they wrote it.")


def _deadline_met(matter: Matter, by: Any, data: Words) -> str:
    matters.deadline_met(matter, by=by)
    return _("The clock stands.")


def _link(matter: Matter, by: Any, data: Words) -> str:
    row = linking.link(matter, reference=data["reference"], by=by)
    return _("%(case)s is held while this matter is open.") % {"case": row}


def _unlink(matter: Matter, by: Any, data: Words) -> str:
    if not data["number"].isdecimal():
        raise Http404
    row = get_object_or_404(matter.links, pk=int(data["number"][:18]))
    linking.unlink(matter, row, reason=data["reason"], by=by)
    return _("%(case)s is not linked any more.") % {"case": row}


def _paper(matter: Matter, by: Any, data: Words) -> str:
    data.pop("number")
    with files.taken_in(data.pop("files"), papers.ENCLOSED) as enclosed:
        papers.came_in(matter, by=by, enclosed=enclosed, **data)
    return _("The letter is kept.")


def _letter(matter: Matter, by: Any, data: Words) -> str:
    data.pop("number")
    papers.draft(matter, by=by, **data)
    return _("The letter is written. Read it, change what you like, then send it.")


def _advise(matter: Matter, by: Any, data: Words) -> str:
    matters.advise(matter, advice=data["advice"], by=by)
    return _("The advice is kept.")


def _hand_over(matter: Matter, by: Any, data: Words) -> str:
    matters.hand_over(matter, to=data["to"], by=by)
    return _("%(person)s handles it from now on.") % {"person": data["to"]}


def _close(matter: Matter, by: Any, data: Words) -> str:
    matters.close(matter, outcome=data["outcome"], result=data["result"], by=by)
    return _("The matter is closed; its cases are held no longer.")


def _open_again(matter: Matter, by: Any, data: Words) -> str:
    matters.open_again(matter, reason=data["reason"], by=by)
    return _("The matter is open again; its cases are held.")


@admin.register(Matter)
class MatterAdmin(CaseAdmin):
    shows_persons = True
    log_form = forms.LogMatterForm
    log_title = gettext_lazy("Open a matter")
    nothing = gettext_lazy("No complaint and no authority has reached us.")
    steps: ClassVar = {
        "evidence_file": StepDoor(ask_for_evidence),
        "letter": StepDoor(_letter, forms.LetterForm),
        "deadline_met": StepDoor(_deadline_met),
        "paper": StepDoor(_paper, forms.PaperForm),
        "deadline": StepDoor(_deadline, forms.DeadlineForm),
        "advise": StepDoor(_advise, forms.AdviceForm),
        "link": StepDoor(_link, forms.LinkForm),
        "unlink": StepDoor(_unlink, forms.ReasonForm),
        "hand_over": StepDoor(_hand_over, forms.HandOverForm),
        "close": StepDoor(_close, forms.CloseForm),
        "open_again": StepDoor(_open_again, forms.ReasonForm),
    }
    refusals: ClassVar = (TransitionRefused, ClockRefused, LetterRefused, PlaceholderRefused)
    list_display: ClassVar = ["what", "state", "deadline", "who"]
    list_filter: ClassVar = [OpenFilter, "status", "kind", "outcome"]
    list_select_related: ClassVar = ["handler"]
    search_fields: ClassVar = ["reference", "authority", "authority_reference"]
    search_help_text = gettext_lazy("Reference, ours or theirs, or the authority")
    ordering: ClassVar = ["-id"]
    sortable_by = ()

    def get_changelist(self, request, **kwargs):
        return ClockedList

    @admin.display(description=gettext_lazy("matter"))
    def what(self, obj: Matter) -> str:
        today = timezone.localdate(timezone=Profile.current().zone)
        received = obj.received_at.astimezone(Profile.current().zone).date()
        small = (obj.reference, obj.authority_reference, when.absolute_day(received, today))
        first = " · ".join(filter(None, [obj.authority, obj.get_kind_display()]))
        return two_lines(first[:1].upper() + first[1:], " · ".join(filter(None, small)))

    @admin.display(description=gettext_lazy("state"))
    def state(self, obj: Matter) -> str:
        return render_to_string("desk/state_label.html", {"label": state_label(obj)})

    @admin.display(description=gettext_lazy("their deadline"))
    def deadline(self, obj: Matter) -> str:
        return obj.due_cell

    @admin.display(description=gettext_lazy("DPO"))
    def who(self, obj: Matter) -> str:
        return str(obj.handler)

    def case_file(self, request, record, typed):
        return file_of(request, record, typed, persons=may_see_persons(request.user))

    def log(self, by, data):
        return matters.log_matter(by=by, **data)
