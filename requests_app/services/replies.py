"""Acknowledging and answering: to the verified address only (P5.1, P5.3)."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dpo_office.correspondence.models import Letter
from dpo_office.correspondence.services import letters
from dpo_office.organisation.models import User
from requests_app.models import Exercise, SubjectRequest
from requests_app.services import deadlines, mandates, writing
from requests_app.services.acting import hold, insist, why_answered, why_over

Status = Exercise.Status
ACKNOWLEDGEMENT = "acknowledgement"
ANSWERS: dict[str, str] = {
    Status.GRANTED: "answer_granted",
    Status.PARTLY: "answer_partly",
    Status.REFUSED: "refusal",
    Status.NOTHING_HELD: "nothing_held",
    Status.CANNOT_IDENTIFY: "cannot_identify",
}
IDENTITY_DOUBTED = "identity_doubted"
# They say nothing of a person, and nobody was shown to be one: they go where the request came from.
TO_ANYBODY = (ANSWERS[Status.CANNOT_IDENTIFY], IDENTITY_DOUBTED)
ALL_ANSWERS = (*ANSWERS.values(), IDENTITY_DOUBTED)


@transaction.atomic
def acknowledge(request: SubjectRequest, *, by: User | None, now: datetime | None = None) -> Letter:
    """Tell the person that the request is here and by when it is answered (Art. 12(2))."""
    now = now or timezone.now()
    hold(request)
    insist(why_not_acknowledge(request))
    letter = writing.draft(request, ACKNOWLEDGEMENT, by=by, now=now)
    letters.send(letter, by=by, now=now)
    request.move_to(SubjectRequest.Status.ACKNOWLEDGED, by=by, acknowledged_at=now, at=now)
    return letter


def why_not_acknowledge(request: SubjectRequest) -> str:
    """Why no acknowledgement can leave, in words; empty when it can."""
    if why := why_answered(request):
        return why
    if request.acknowledged_at:
        return _("It is acknowledged already.")
    decided = request.status == SubjectRequest.Status.DECIDED
    return _("It is decided already; the answer itself comes next.") if decided else ""


@transaction.atomic
def draft_answer(request: SubjectRequest, *, by: User, now: datetime | None = None) -> Letter:
    """The answer as its outcome asks, ready to be edited. Raises ValidationError when undecided."""
    hold(request)
    insist(why_not_draft(request))
    if (written := answer_of(request)) is not None:
        return written
    words = {"request": writing.asked_and_passed_on(request)}
    return writing.draft(request, template_of(request), by=by, now=now, **words)


def why_not_draft(request: SubjectRequest) -> str:
    """Why the answer can't be written yet, in words; empty when it can."""
    if why := why_answered(request):
        return why
    undecided = Exercise.objects.filter(part__request=request, status=Status.OPEN).exists()
    return _("Decide first; the letter follows the decision.") if undecided else ""


def template_of(request: SubjectRequest) -> str:
    """The letter for these outcomes; a mixed one gives what was done, and the rest with grounds."""
    decided = Exercise.objects.filter(part__request=request).exclude(status__in=Exercise.ANSWERLESS)
    ends = set(decided.values_list("status", "ground"))
    outcomes = {outcome for outcome, _ground in ends}
    if ends == {(Status.REFUSED, Exercise.Ground.DOUBTED)}:
        return IDENTITY_DOUBTED
    if len(outcomes) == 1:
        return ANSWERS[outcomes.pop()]
    return "answer_partly" if outcomes & {Status.GRANTED, Status.PARTLY} else "refusal"


def answer_of(request: SubjectRequest) -> Letter | None:
    """The newest letter that answers the request, sent or not; of a reopened case, since then."""
    answers = Letter.objects.about(request).of_kind(*ALL_ANSWERS)
    if request.reopened_at:
        answers = answers.filter(created_at__gte=request.reopened_at)
    return answers.exclude(status=Letter.Status.DISCARDED).first()


def give_up_drafts(request: SubjectRequest, *, by: User) -> None:
    """What was written and not sent does not fit any more; it stays to be seen."""
    for letter in Letter.objects.about(request).drafts():
        letters.discard(letter, by=by)


@transaction.atomic
def send_answer(request: SubjectRequest, *, by: User, now: datetime | None = None) -> Letter:
    """Send the answer and stop the clocks. Raises ValidationError when a step before is missing."""
    now = now or timezone.now()
    hold(request)
    letter, why = answer_of(request), why_not_answer(request)
    if why or letter is None:
        raise ValidationError(why)
    letters.send(letter, by=by, now=now)
    request.move_to(SubjectRequest.Status.ANSWERED, by=by, answered_at=now, at=now)
    deadlines.stop_all(request, by=by, at=now)
    return letter


def why_not_answer(request: SubjectRequest) -> str:
    """Why the answer cannot leave now, in words; empty when it can."""
    if why := why_answered(request):
        return why
    open_rights = Exercise.objects.filter(part__request=request, status=Status.OPEN)
    if names := [str(e) for e in open_rights]:
        return _("Not decided: %(rights)s.") % {"rights": ", ".join(names)}
    if template_of(request) not in TO_ANYBODY:
        if not request.identity_shown_at:
            return _("The person has not shown who they are.")
        if why := mandates.why_not_speak(request, timezone.now()):
            return why
    return "" if answer_of(request) else _("The answer is not written.")


@transaction.atomic
def write_again(
    request: SubjectRequest, *, by: User, now: datetime | None = None
) -> SubjectRequest:
    """The answer could not leave: it is given up, and the clocks run as if it had never been."""
    now = now or timezone.now()
    hold(request)
    letter, why = answer_of(request), why_not_write_again(request)
    if why or letter is None:
        raise ValidationError(why)
    letters.discard(letter, by=by)
    request.move_to(SubjectRequest.Status.DECIDED, by=by, at=now, answered_at=None)
    deadlines.run_again(request, by=by, at=now)
    return request


def why_not_write_again(request: SubjectRequest) -> str:
    """Why the answer stays as it was sent, in words; empty when it failed."""
    if why := why_over(request):
        return why
    letter = answer_of(request)
    failed = request.answered_at and letter and letter.status == Letter.Status.FAILED
    return "" if failed else _("The answer has not failed.")
