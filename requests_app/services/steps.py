"""What can be done next with a request, and why something else cannot yet."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from requests_app.models import Exercise, SubjectRequest
from requests_app.services import closing, extension, replies


@dataclass(frozen=True)
class Step:
    """A step of the case: possible when `why_not` is empty."""

    name: str
    label: str
    why_not: str = ""
    note: str = ""
    letter: int | None = None


def steps_of(request: SubjectRequest, now: datetime) -> list[Step]:
    """The steps that still lie ahead, in the order in which they are taken."""
    if request.closed_at:
        return []
    steps = []
    if not request.acknowledged_at and request.status == SubjectRequest.Status.RECEIVED:
        steps.append(Step("acknowledge", _("Acknowledge"), note=_("A letter leaves at once.")))
    if not request.identity_shown_at:
        steps.append(Step("confirm_identity", _("Record who they showed to be")))
    for exercise in _undecided(request):
        steps.append(Step(f"decide-{exercise.pk}", _("Decide on %(right)s") % {"right": exercise}))
    if request.answered_at:
        return [*steps, Step("close", _("Close"), closing.why_not_close(request))]
    if (answer := replies.answer_of(request)) is not None:
        steps.append(Step("edit_answer", _("Edit the answer"), letter=answer.pk))
    else:
        why = _("Decide first; the letter follows the decision.") if _undecided(request) else ""
        steps.append(Step("draft_answer", _("Write the answer"), why))
    steps.append(Step("send_answer", _("Send the answer"), replies.why_not_answer(request)))
    steps.append(Step("change_address", _("Send answers elsewhere")))
    steps.append(Step("extend", _("Extend by two months"), extension.why_not_extend(request, now)))
    steps.append(Step("close", _("Close"), closing.why_not_close(request)))
    return steps


def _undecided(request: SubjectRequest) -> list[Exercise]:
    return list(Exercise.objects.filter(part__request=request, status=Exercise.Status.OPEN))
