"""The steps of working together as calls: notes, colleagues."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from dpo_office.desk.case_file import StepDoor
from dpo_office.evidence.services import files
from dpo_office.worklist.models import Errand
from dpo_office.worklist.services import errands
from requests_app.admin import team_forms as forms
from requests_app.models import SubjectRequest
from requests_app.services import colleagues, notes

Words = dict[str, Any]


def _errand(request: SubjectRequest, data: Words) -> Errand:
    """The errand of that number, if it belongs to this case."""
    number = data.pop("number")
    if not number:
        raise ValidationError(_("Say which question is meant."))
    if not number.isdecimal():
        raise Http404
    known = Errand.objects.about(request).select_related("task")
    return get_object_or_404(known, pk=int(number[:18]))


def _note(request: SubjectRequest, by: Any, data: Words) -> str:
    notes.write(request, text=data["text"], by=by)
    return _("The note is kept.")


def _ask_colleague(request: SubjectRequest, by: Any, data: Words) -> str:
    words = {name: data[name] for name in ("to", "words", "due_on")}
    with files.taken_in(data["files"], errands.ENCLOSED) as enclosed:
        errand = colleagues.ask(request, **words, by=by, enclosed=enclosed)
    return _("%(to)s is asked; the link is on its way.") % {"to": errand.to}


def _remind_colleague(request: SubjectRequest, by: Any, data: Words) -> str:
    errand = _errand(request, data)
    errands.remind(errand, by=by, now=timezone.now())
    return _("A new link is on its way to %(to)s; the former one has ended.") % {"to": errand.to}


def _withdraw_question(request: SubjectRequest, by: Any, data: Words) -> str:
    errands.withdraw(_errand(request, data), by=by, reason=data["reason"])
    return _("It is withdrawn; the link opens nothing any more.")


TEAM_STEPS: dict[str, StepDoor] = {
    "note": StepDoor(_note, forms.NoteForm),
    "ask_colleague": StepDoor(_ask_colleague, forms.ColleagueForm),
    "remind_colleague": StepDoor(_remind_colleague),
    "withdraw_question": StepDoor(_withdraw_question, forms.WithdrawForm),
}
