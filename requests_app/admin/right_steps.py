"""The steps of single rights as calls; what they ask stands in right_forms."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from dpo_office.desk.case_file import StepDoor
from requests_app.admin import right_forms as forms
from requests_app.models import Exercise, SubjectRequest
from requests_app.services import (
    corrections,
    erasures,
    fees,
    recipients,
    restrictions,
    withdrawals,
)

Words = dict[str, Any]


def exercise_of(request: SubjectRequest, data: Words) -> Exercise:
    """The right of that number, if it belongs to this case."""
    number = data.pop("number")
    if not number:
        raise ValidationError(_("Say of which right."))
    if not number.isdecimal():
        raise Http404
    exercises = Exercise.objects.select_related("part__request")
    return get_object_or_404(exercises, pk=int(number[:18]), part__request=request)


def _correct(request: SubjectRequest, by: Any, data: Words) -> str:
    item = corrections.ask(exercise_of(request, data), by=by, **data)
    return _("The item is noted, and %(who)s has a task.") % {"who": item.task.owner}


def _keep(request: SubjectRequest, by: Any, data: Words) -> str:
    erasures.keep(exercise_of(request, data), by=by, **data)
    return _("The item is kept, with its exemption.")


def _withdraw(request: SubjectRequest, by: Any, data: Words) -> str:
    exercise = withdrawals.withdraw(exercise_of(request, data), by=by, **data)
    return _("Withdrawn: %(right)s.") % {"right": exercise}


def _recipient(request: SubjectRequest, by: Any, data: Words) -> str:
    recipients.note(exercise_of(request, data), by=by, **data)
    return _("The recipient is noted.")


def _tell_recipients(request: SubjectRequest, by: Any, data: Words) -> str:
    recipients.tell(request, by=by)
    return _("The letter is on its way.")


def _announce(request: SubjectRequest, by: Any, data: Words) -> str:
    restrictions.announce(exercise_of(request, data), reason=data["reason"], by=by)
    return _("The letter is on its way; once it has left, the restriction can be lifted.")


def _lift(request: SubjectRequest, by: Any, data: Words) -> str:
    restrictions.lift(exercise_of(request, data), by=by)
    return _("The restriction is lifted.")


def _ask_fee(request: SubjectRequest, by: Any, data: Words) -> str:
    fees.ask(request, amount=data["amount"], argument=data["argument"], by=by)
    return _("The letter with the fee and its reasons is on its way.")


def _waive_fee(request: SubjectRequest, by: Any, data: Words) -> str:
    fees.waive(request, by=by)
    return _("The fee is given up.")


STEPS: dict[str, StepDoor] = {
    "correct": StepDoor(_correct, forms.CorrectionForm),
    "keep": StepDoor(_keep, forms.KeepForm),
    "withdraw": StepDoor(_withdraw, forms.WithdrawForm),
    "recipient": StepDoor(_recipient, forms.RecipientForm),
    "tell_recipients": StepDoor(_tell_recipients),
    "announce": StepDoor(_announce, forms.AnnounceForm),
    "lift": StepDoor(_lift),
    "ask_fee": StepDoor(_ask_fee, forms.FeeForm),
    "waive_fee": StepDoor(_waive_fee),
}
ICONS = {
    "correct": "edit",
    "keep": "inventory_2",
    "withdraw": "undo",
    "recipient": "forward_to_inbox",
    "tell_recipients": "contact_mail",
    "announce": "campaign",
    "lift": "lock_open",
    "ask_fee": "euro",
    "waive_fee": "money_off",
}
