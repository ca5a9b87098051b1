"""Letters of a request: acknowledgement and answer, to the verified address only (P5.1, P5.3)."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dpo_office.correspondence.models import Letter
from dpo_office.correspondence.services import letters
from dpo_office.correspondence.services.wording import Value
from dpo_office.lib.periods import local_date
from dpo_office.organisation.models import Profile, User
from dpo_office.worklist.models import Clock
from dpo_office.worklist.services import clocks
from requests_app.models import Exercise, RequestPart, SubjectRequest

ACKNOWLEDGEMENT = "acknowledgement"
ANSWERS: dict[str, str] = {
    Exercise.Status.GRANTED: "answer_granted",
    Exercise.Status.REFUSED: "refusal",
    Exercise.Status.NOTHING_HELD: "nothing_held",
}


@transaction.atomic
def acknowledge(request: SubjectRequest, *, by: User | None, now: datetime | None = None) -> Letter:
    """Tell the person that the request is here and by when it is answered (Art. 12(2))."""
    now = now or timezone.now()
    letter = draft(request, ACKNOWLEDGEMENT, by=by)
    letters.send(letter, by=by)
    request.move_to(SubjectRequest.Status.ACKNOWLEDGED, by=by, acknowledged_at=now, at=now)
    return letter


@transaction.atomic
def draft_answer(request: SubjectRequest, *, by: User) -> Letter:
    """The answer as its outcome asks, ready to be edited. Raises ValidationError when undecided."""
    exercise = Exercise.objects.filter(part__request=request).first()
    if exercise is None or exercise.status == Exercise.Status.OPEN:
        raise ValidationError(_("Decide first; the letter follows the decision."))
    return answer_of(request) or draft(request, ANSWERS[exercise.status], by=by)


def answer_of(request: SubjectRequest) -> Letter | None:
    """The newest letter that answers the request, sent or not."""
    keys = ANSWERS.values()
    answers = Letter.objects.about(request).filter(version__template__key__in=keys)
    return answers.exclude(status=Letter.Status.DISCARDED).first()


@transaction.atomic
def send_answer(request: SubjectRequest, *, by: User, now: datetime | None = None) -> Letter:
    """Send the answer and stop the clocks. Raises ValidationError when a step before is missing."""
    now = now or timezone.now()
    letter, why = answer_of(request), why_not_answer(request)
    if why or letter is None:
        raise ValidationError(why)
    letters.send(letter, by=by)
    request.move_to(SubjectRequest.Status.ANSWERED, by=by, answered_at=now, at=now)
    for part in request.parts.all():
        for clock in Clock.objects.about(part).running():
            clocks.stop(clock, by=by, at=now)
    return letter


def why_not_answer(request: SubjectRequest) -> str:
    """Why the answer cannot leave now, in words; empty when it can."""
    open_rights = Exercise.objects.filter(part__request=request, status=Exercise.Status.OPEN)
    if names := [str(e) for e in open_rights]:
        return _("Not decided: %(rights)s.") % {"rights": ", ".join(names)}
    if not request.identity_shown_at:
        return _("The person has not shown who they are.")
    if answer_of(request) is None:
        return _("The answer is not written.")
    return ""


def draft(request: SubjectRequest, template: str, *, by: User | None, **words: Value) -> Letter:
    """A letter of that template about the case, to the person; `words` fill what is special."""
    return letters.draft(
        request,
        template=template,
        language=request.language,
        to=request.answer_to,
        to_name=request.subject.name,
        context=_context(request) | words,
        by=by,
    )


def _context(request: SubjectRequest) -> dict[str, Value]:
    """What the templates may name; dates are those of the controller part's clocks."""
    part = request.parts.get(capacity=RequestPart.Capacity.CONTROLLER)
    exercises = list(part.exercises.all())
    due = {clock.rule_id: clock.due_on for clock in Clock.objects.about(part)}
    return {
        "reference": request.reference,
        "name": request.subject.name,
        "request": request.words or ", ".join(map(str, exercises)),
        "received_on": local_date(request.received_at, Profile.current().time_zone),
        "promised_on": due["our_promise"],
        "due_on": due["dsr_base"],
        "answer": "\n\n".join(e.reasons or f"{e}: {e.get_status_display()}." for e in exercises),
        "searched": _("all places where we keep personal data"),
        "grounds": ", ".join(e.get_ground_display() for e in exercises if e.ground),
        "reasons": "\n\n".join(e.reasons for e in exercises if e.reasons),
    }
