"""Deciding a right: advice and decision are separate, refusals are reasoned (Arts. 12(4), 38)."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dpo_office.evidence.models import record
from dpo_office.organisation.models import User
from requests_app.models import Exercise, SubjectRequest


def advise(exercise: Exercise, *, advice: str, by: User) -> Exercise:
    """Keep the DPO's advice beside the decision that somebody takes (GDPR Art. 39(1))."""
    exercise.advice = advice
    with transaction.atomic():
        exercise.save(update_fields=["advice"])
        record("exercise.advised", exercise, by=by, values={"advice": advice})
    return exercise


@transaction.atomic
def decide(
    exercise: Exercise,
    *,
    outcome: str,
    by: User,
    ground: str = "",
    reasons: str = "",
    now: datetime | None = None,
) -> Exercise:
    """Decide one right; when all are decided the case is. Raises ValidationError, TransitionRefused."""
    now = now or timezone.now()
    refused = outcome == Exercise.Status.REFUSED
    if refused and (ground not in Exercise.Ground.values or not reasons.strip()):
        raise ValidationError(
            _("A refusal needs its ground, and reasons that the person can read.")
        )
    if not refused:
        ground = ""
    exercise.move_to(
        outcome, by=by, at=now, decided_by=by, decided_at=now, ground=ground, reasons=reasons
    )
    request = exercise.part.request
    still_open = Exercise.objects.filter(part__request=request, status=Exercise.Status.OPEN)
    if not still_open.exists():
        request.move_to(SubjectRequest.Status.DECIDED, by=by, at=now)
    return exercise
