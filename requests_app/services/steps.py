"""What can be done next with a request, and why something else cannot yet."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _

from requests_app.models import Exercise, SubjectRequest
from requests_app.services import (
    closing,
    colleagues,
    decision,
    extension,
    identity_steps,
    lateness,
    part_steps,
    questions,
    refusal_date,
    reopening,
    replies,
    right_steps,
)
from requests_app.services.step import Step

__all__ = ["Step", "steps_of"]

Status = Exercise.Status


def steps_of(request: SubjectRequest, now: datetime) -> list[Step]:
    """The steps that still lie ahead, in the order in which they are taken."""
    if request.closed_at:
        return [*right_steps.lasting(request), *_after_the_end(request, now)]
    exercises = list(Exercise.objects.filter(part__request=request).select_related("part__request"))
    if request.answered_at:
        return [*_after_the_answer(request, exercises, now), *_lateness(request, now)]
    return [
        *_receiving(request),
        *identity_steps.of_case(request, now),
        *_identifying(request),
        *part_steps.of_case(request, [each.right for each in exercises], now),
        *_deciding(request, exercises, now),
        *_answering(request),
        *(replace(step, seldom=True) for step in _besides(request, exercises, now)),
        *(replace(step, seldom=True) for step in _lateness(request, now)),
        Step("close", _("Close"), closing.why_not_close(request)),
    ]


def _receiving(request: SubjectRequest) -> Iterator[Step]:
    if not replies.why_not_acknowledge(request):
        yield Step("acknowledge", _("Acknowledge"), note=_("A letter leaves at once."))


def _identifying(request: SubjectRequest) -> Iterator[Step]:
    if not request.identity_shown_at:
        yield Step("confirm_identity", _("Record who they showed to be"))
        why = questions.why_not_put(request)
        yield Step("ask_identity", _("Ask who they are"), why, _pauses())
        why = decision.why_not_decide_all(request, Status.CANNOT_IDENTIFY)
        yield Step("cannot_identify", _("They cannot be identified"), why)
    if not questions.why_not_answered(request):
        yield Step("answer_came", _("Their answer came"), note=_("The legal deadline runs again."))


def _pauses() -> str:
    return _("A letter leaves at once, and the legal deadline pauses. Our promise does not.")


def _deciding(request: SubjectRequest, exercises: list[Exercise], now: datetime) -> Iterator[Step]:
    undecided = [exercise for exercise in exercises if exercise.status == Status.OPEN]
    note = refusal_date.note(request, now) if undecided else ""
    for exercise in undecided:
        right = {"right": exercise}
        yield from right_steps.before_deciding(exercise)
        label = _("Decide on %(right)s") % right
        yield Step(f"decide-{exercise.pk}", label, note=note, right=exercise.right)
        yield Step(f"advise-{exercise.pk}", _("Advise on %(right)s") % right)
    if undecided:
        yield Step("nothing_held", _("Nothing is held"), note=_("Decides every open right."))


def _answering(request: SubjectRequest) -> Iterator[Step]:
    answer = replies.answer_of(request)
    if answer is not None and answer.editable:
        yield Step("edit_answer", _("Edit the answer"), letter=answer.pk)
    else:
        yield Step("draft_answer", _("Write the answer"), replies.why_not_draft(request))
    yield Step("send_answer", _("Send the answer"), replies.why_not_answer(request))


def _besides(request: SubjectRequest, exercises: list[Exercise], now: datetime) -> Iterator[Step]:
    yield Step("ask_question", _("Ask what they mean"), questions.why_not_put(request), _pauses())
    yield Step("extend", _("Extend by two months"), extension.why_not_extend(request, now))
    yield Step("ask_colleague", _("Ask a colleague"), colleagues.why_not_ask(request))
    yield Step("change_address", _("Send answers elsewhere"))
    yield Step("hand_over", _("Hand over"), note=_("A handover note is made by itself."))
    yield from right_steps.beside(request, exercises)
    yield Step("end", _("End without answer"), note=_("Withdrawn, or not a request at all."))
    for exercise in exercises:
        if not decision.why_not_reconsider(exercise):
            label = _("Take back: %(right)s, %(outcome)s") % {
                "right": exercise,
                "outcome": exercise.get_status_display(),
            }
            yield Step(f"reconsider-{exercise.pk}", label)


def _after_the_answer(
    request: SubjectRequest, exercises: list[Exercise], now: datetime
) -> Iterator[Step]:
    if not replies.why_not_write_again(request):
        note = _("The failed one is given up, and both clocks run on.")
        yield Step("write_again", _("Write the answer anew"), note=note)
    yield from part_steps.of_case(request, [each.right for each in exercises], now)
    yield Step("close", _("Close"), closing.why_not_close(request))
    yield from right_steps.lasting(request)
    yield from right_steps.about_recipients(request, exercises)
    yield Step("hand_over", _("Hand over"))


def _after_the_end(request: SubjectRequest, now: datetime) -> Iterator[Step]:
    why = reopening.why_not_reopen(request)
    note = _("The clocks run on from the receipt; the first deadlines stay.") if not why else ""
    yield from _lateness(request, now)
    yield Step("reopen", _("Open it again"), why, note, seldom=True)


def _lateness(request: SubjectRequest, now: datetime) -> Iterator[Step]:
    if not request.late_cause and not lateness.why_not_explain(request, now):
        yield Step("why_late", _("Say why it was late"), note=_("Counted in the figures."))
