"""The steps of a request as calls; what they ask stands in step_forms, what they do in services."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from dpo_office.accountability.admin.evidence_card import ask_for_evidence
from dpo_office.desk.case_file import StepDoor
from requests_app.admin import decision_forms, right_steps
from requests_app.admin import step_forms as forms
from requests_app.admin.part_steps import PART_ICONS, PART_STEPS
from requests_app.admin.right_steps import exercise_of
from requests_app.admin.team_steps import TEAM_STEPS
from requests_app.models import Exercise, SubjectRequest
from requests_app.services import (
    closing,
    decision,
    extension,
    handing,
    identity,
    lateness,
    questions,
    reopening,
    replies,
    withdrawals,
)

Words = dict[str, Any]
Take = Callable[[SubjectRequest, Any, Words], str]


def _acknowledge(request: SubjectRequest, by: Any, data: Words) -> str:
    replies.acknowledge(request, by=by)
    return _("The acknowledgement is on its way.")


def _confirm_identity(request: SubjectRequest, by: Any, data: Words) -> str:
    identity.confirm(request, proof=data["proof"], by=by)
    return _("Identity is recorded.")


def _ask_identity(request: SubjectRequest, by: Any, data: Words) -> str:
    identity.ask(request, doubt=data["doubt"], needed=data["needed"], by=by)
    return _("The question is on its way; the legal deadline pauses.")


def _ask_question(request: SubjectRequest, by: Any, data: Words) -> str:
    questions.ask(request, question=data["question"], by=by)
    return _("The question is on its way; the legal deadline pauses.")


def _answer_came(request: SubjectRequest, by: Any, data: Words) -> str:
    questions.answered(request, by=by)
    return _("The legal deadline runs again.")


def _change_address(request: SubjectRequest, by: Any, data: Words) -> str:
    identity.change_address(request, email=data["email"], by=by)
    return _("The address is changed; identity has to be shown again.")


def _advise(request: SubjectRequest, by: Any, data: Words) -> str:
    decision.advise(exercise_of(request, data), by=by, **data)
    return _("The advice is kept.")


def _decide(request: SubjectRequest, by: Any, data: Words) -> str:
    exercise = exercise_of(request, data)
    decision.decide(exercise, by=by, **decision_forms.answered(exercise.right, data))
    return _("Decided: %(right)s, %(outcome)s.") % {
        "right": exercise,
        "outcome": exercise.get_status_display(),
    }


def _reconsider(request: SubjectRequest, by: Any, data: Words) -> str:
    exercise = exercise_of(request, data)
    decision.reconsider(exercise, reason=data["reason"], by=by)
    return _("The decision on %(right)s is taken back.") % {"right": exercise}


def _nothing_held(request: SubjectRequest, by: Any, data: Words) -> str:
    decision.decide_all(request, outcome=Exercise.Status.NOTHING_HELD, by=by)
    return _("Decided: nothing is held.")


def _cannot_identify(request: SubjectRequest, by: Any, data: Words) -> str:
    outcome = Exercise.Status.CANNOT_IDENTIFY
    decision.decide_all(request, outcome=outcome, reasons=data["reasons"], by=by)
    return _("Decided: the person cannot be identified. Tell them so.")


def _end(request: SubjectRequest, by: Any, data: Words) -> str:
    data.pop("number")
    withdrawals.end(request, by=by, **data)
    return _("The case has ended; no answer is owed.")


def _draft_answer(request: SubjectRequest, by: Any, data: Words) -> str:
    replies.draft_answer(request, by=by)
    return _("The answer is written. Read it, change what you like, then send it.")


def _send_answer(request: SubjectRequest, by: Any, data: Words) -> str:
    replies.send_answer(request, by=by)
    return _("The answer is on its way; both clocks stand.")


def _write_again(request: SubjectRequest, by: Any, data: Words) -> str:
    replies.write_again(request, by=by)
    return _("The failed answer is given up; both clocks run on. Write it anew.")


def _extend(request: SubjectRequest, by: Any, data: Words) -> str:
    extension.extend(request, reason=data["reason"], by=by)
    return _("The legal deadline is two months later; the notice is on its way.")


def _hand_over(request: SubjectRequest, by: Any, data: Words) -> str:
    handing.hand_over(request, to=data["to"], note=data["note"], by=by)
    return _("%(person)s handles it now.") % {"person": data["to"]}


def _close(request: SubjectRequest, by: Any, data: Words) -> str:
    closing.close(request, by=by)
    return _("The case is closed.")


def _reopen(request: SubjectRequest, by: Any, data: Words) -> str:
    reopening.reopen(request, reason=data["reason"], by=by)
    return _("The case is open again; its first deadlines stay.")


def _why_late(request: SubjectRequest, by: Any, data: Words) -> str:
    lateness.explain(request, cause=data["cause"], words=data["said"], by=by)
    return _("Kept for the figures.")


STEPS: dict[str, StepDoor] = PART_STEPS | {
    "evidence_file": StepDoor(ask_for_evidence),
    "reopen": StepDoor(_reopen, forms.ReopenForm),
    "why_late": StepDoor(_why_late, forms.LateForm),
    "acknowledge": StepDoor(_acknowledge),
    "confirm_identity": StepDoor(_confirm_identity, forms.IdentityForm),
    "ask_identity": StepDoor(_ask_identity, forms.AskIdentityForm),
    "cannot_identify": StepDoor(_cannot_identify, forms.ReasonsForm),
    "answer_came": StepDoor(_answer_came),
    "advise": StepDoor(_advise, forms.AdviceForm),
    "decide": StepDoor(_decide, decision_forms.DecisionForm),
    "nothing_held": StepDoor(_nothing_held),
    "reconsider": StepDoor(_reconsider, forms.ReconsiderForm),
    "draft_answer": StepDoor(_draft_answer),
    "send_answer": StepDoor(_send_answer),
    "write_again": StepDoor(_write_again),
    "ask_question": StepDoor(_ask_question, forms.QuestionForm),
    "extend": StepDoor(_extend, forms.ExtensionForm),
    "change_address": StepDoor(_change_address, forms.AddressForm),
    "hand_over": StepDoor(_hand_over, forms.HandOverForm),
    **TEAM_STEPS,
    "end": StepDoor(_end, forms.EndForm),
    "close": StepDoor(_close),
    **right_steps.STEPS,
}
ICONS = PART_ICONS | {
    "reopen": "undo",
    "why_late": "schedule",
    "acknowledge": "mark_email_read",
    "confirm_identity": "badge",
    "ask_identity": "contact_support",
    "cannot_identify": "person_off",
    "answer_came": "reply",
    "advise": "tips_and_updates",
    "decide": "gavel",
    "nothing_held": "search_off",
    "reconsider": "undo",
    "draft_answer": "edit_note",
    "edit_answer": "edit_note",
    "send_answer": "send",
    "write_again": "replay",
    "ask_question": "help",
    "extend": "more_time",
    "change_address": "alternate_email",
    "hand_over": "group",
    "note": "sticky_note_2",
    "ask_colleague": "forward_to_inbox",
    "end": "block",
    "close": "task_alt",
    **right_steps.ICONS,
}
