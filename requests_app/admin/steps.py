"""The steps of a request as forms and calls; what they do stands in the services."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dpo_office.desk.case_file import StepDoor
from requests_app.models import Exercise, SubjectRequest
from requests_app.services import closing, decision, extension, identity, replies


class IdentityForm(forms.Form):
    proof = forms.ChoiceField(
        label=gettext_lazy("How did they show it?"), choices=SubjectRequest.IdentityProof.choices
    )


class DecisionForm(forms.Form):
    outcome = forms.ChoiceField(
        label=gettext_lazy("Outcome"),
        choices=[c for c in Exercise.Status.choices if c[0] != Exercise.Status.OPEN],
    )
    ground = forms.ChoiceField(
        label=gettext_lazy("Ground of a refusal"),
        choices=[("", "---"), *Exercise.Ground.choices],
        required=False,
    )
    reasons = forms.CharField(
        label=gettext_lazy("What the person is told"),
        help_text=gettext_lazy("What was done, or why not. It stands in the answer."),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )


class AddressForm(forms.Form):
    email = forms.EmailField(label=gettext_lazy("New address"))


class ExtensionForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why it takes longer"),
        help_text=gettext_lazy("Complex, or many requests. The person reads this today."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def _acknowledge(request: SubjectRequest, by: Any, data: dict[str, Any]) -> str:
    replies.acknowledge(request, by=by)
    return _("The acknowledgement is on its way.")


def _confirm_identity(request: SubjectRequest, by: Any, data: dict[str, Any]) -> str:
    identity.confirm(request, proof=data["proof"], by=by)
    return _("Identity is recorded.")


def _change_address(request: SubjectRequest, by: Any, data: dict[str, Any]) -> str:
    identity.change_address(request, email=data["email"], by=by)
    return _("The address is changed; identity has to be shown again.")


def _decide(request: SubjectRequest, by: Any, data: dict[str, Any]) -> str:
    number = data.pop("number")
    exercise = get_object_or_404(Exercise, pk=number or 0, part__request=request)
    decision.decide(exercise, by=by, **data)
    return _("Decided: %(right)s, %(outcome)s.") % {
        "right": exercise,
        "outcome": exercise.get_status_display(),
    }


def _draft_answer(request: SubjectRequest, by: Any, data: dict[str, Any]) -> str:
    replies.draft_answer(request, by=by)
    return _("The answer is written. Read it, change what you like, then send it.")


def _send_answer(request: SubjectRequest, by: Any, data: dict[str, Any]) -> str:
    replies.send_answer(request, by=by)
    return _("The answer is on its way; both clocks stand.")


def _extend(request: SubjectRequest, by: Any, data: dict[str, Any]) -> str:
    extension.extend(request, reason=data["reason"], by=by)
    return _("The legal deadline is two months later; the notice is on its way.")


def _close(request: SubjectRequest, by: Any, data: dict[str, Any]) -> str:
    closing.close(request, by=by)
    return _("The case is closed.")


Take = Callable[[SubjectRequest, Any, dict[str, Any]], str]

STEPS: dict[str, StepDoor] = {
    "acknowledge": StepDoor(_acknowledge),
    "confirm_identity": StepDoor(_confirm_identity, IdentityForm),
    "change_address": StepDoor(_change_address, AddressForm),
    "decide": StepDoor(_decide, DecisionForm, right="decide"),
    "draft_answer": StepDoor(_draft_answer),
    "send_answer": StepDoor(_send_answer, right="send"),
    "extend": StepDoor(_extend, ExtensionForm),
    "close": StepDoor(_close),
}
ICONS = {
    "acknowledge": "mark_email_read",
    "confirm_identity": "badge",
    "change_address": "alternate_email",
    "decide": "gavel",
    "draft_answer": "edit_note",
    "edit_answer": "edit_note",
    "send_answer": "send",
    "extend": "more_time",
    "close": "task_alt",
}
