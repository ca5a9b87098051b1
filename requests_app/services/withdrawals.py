"""What needs no answer ends, and the person is told so: one right, or the whole case."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dpo_office.correspondence.models import Letter
from dpo_office.correspondence.services import letters
from dpo_office.organisation.models import User
from requests_app.models import Exercise, SubjectRequest
from requests_app.services import decision, writing
from requests_app.services.acting import insist, why_answered
from requests_app.services.wording import say

Status = Exercise.Status
LETTERS = {Status.WITHDRAWN: "withdrawn", Status.NOT_A_REQUEST: "not_a_request"}


@transaction.atomic
def withdraw(
    exercise: Exercise, *, reasons: str, tell: bool, by: User, now: datetime | None = None
) -> Exercise:
    """The person does not exercise this right any more; the others go on. `tell` confirms it."""
    now = now or timezone.now()
    insist(why_not_withdraw(exercise))
    decision.decide(exercise, outcome=Status.WITHDRAWN, reasons=reasons, by=by, now=now)
    if tell:
        _confirm(exercise.part.request, Status.WITHDRAWN, [exercise], by=by, now=now)
    return exercise


def why_not_withdraw(exercise: Exercise) -> str:
    """Why the right can't be withdrawn any more, in words; empty when it can."""
    if why := why_answered(exercise.part.request):
        return why
    if exercise.status == Status.WITHDRAWN:
        return _("It is withdrawn already.")
    others = Exercise.objects.filter(part__request=exercise.part.request).exclude(pk=exercise.pk)
    left = others.exclude(status__in=Exercise.ANSWERLESS).exists()
    return "" if left else _("Nothing else is asked for: end the case instead.")


@transaction.atomic
def end(
    request: SubjectRequest,
    *,
    outcome: str,
    reasons: str,
    tell: bool,
    by: User,
    now: datetime | None = None,
) -> SubjectRequest:
    """End a case that needs no answer: withdrawn, or no request under the GDPR.

    `tell` sends the person a letter that says so. Raises ValidationError, TransitionRefused.
    """
    now = now or timezone.now()
    decision.decide_all(request, outcome=outcome, reasons=reasons, by=by, now=now)
    if tell:
        ended = Exercise.objects.filter(part__request=request)
        _confirm(request, outcome, list(ended), by=by, now=now)
    return request


def _confirm(
    request: SubjectRequest, outcome: str, rights: list[Exercise], *, by: User, now: datetime
) -> Letter:
    names = dict.fromkeys(say(exercise.right, request.language) for exercise in rights)
    words = {"rights": "\n".join(f"- {name}" for name in names)}
    letter = writing.draft(request, LETTERS[Status(outcome)], by=by, now=now, **words)
    return letters.send(letter, by=by, now=now)
