"""Deciding rights: advice and decision are separate, refusals are reasoned (Arts. 12(4), 38)."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dpo_office.evidence.models import record
from dpo_office.lib.plain_text import checked_lines
from dpo_office.organisation.models import User
from requests_app.models import Exercise, RequestPart, SubjectRequest
from requests_app.services import (
    asking,
    closing,
    conditions,
    corrections,
    delegations,
    erasures,
    replies,
    restrictions,
)
from requests_app.services.acting import hold, insist, why_answered
from requests_app.services.particulars import BLANK, Particulars

Status = Exercise.Status
LONGEST = 20_000  # characters of advice, or of what the person is told


@transaction.atomic
def advise(
    exercise: Exercise,
    *,
    advice: str,
    by: User,
    ask: bool = False,
    now: datetime | None = None,
) -> Exercise:
    """Keep the DPO's advice beside the decision that somebody takes (GDPR Art. 39(1)).

    With `ask` the decision owner gets the task to decide. Raises ValidationError.
    """
    hold(exercise.part.request)
    insist(why_not_decide(exercise))
    exercise.advice = checked_lines(advice, field=_("Advice"), longest=LONGEST)
    exercise.advised_by = by
    exercise.save(update_fields=["advice", "advised_by"])
    record("exercise.advised", exercise, by=by, values={"advice": exercise.advice}, happened_at=now)
    if ask:
        asking.ask(exercise, by=by)
    return exercise


@transaction.atomic
def decide(
    exercise: Exercise,
    *,
    outcome: str,
    by: User,
    ground: str = "",
    done: str = "",
    reasons: str = "",
    particulars: Particulars | None = None,
    now: datetime | None = None,
) -> Exercise:
    """Decide one right; when all are decided the case is. Raises ValidationError, TransitionRefused.

    `done` is what was done and `reasons` why the rest was not: the person reads both. `ground`
    is kept for a refusal, in whole or in part, and must belong to the right; `particulars` are
    what its article asks beside. A refusal is the decision owner's, unless delegated.
    """
    given = particulars or Particulars()
    now, request = now or timezone.now(), exercise.part.request
    hold(request)
    exercise.refresh_from_db(fields=["status", "right"])
    insist(why_answered(request))
    _insist_on_reasons(exercise, outcome, ground, done, reasons)
    if outcome in Exercise.GROUNDED and _is_ours(exercise):
        insist(delegations.why_not_refuse(by, now))
    insist(conditions.why_not(exercise, outcome, ground, given))
    if exercise.status != Status.OPEN:
        replies.give_up_drafts(request, by=by)
    exercise.move_to(
        outcome,
        by=by,
        at=now,
        decided_by=by,
        decided_at=now,
        ground=ground if outcome in Exercise.GROUNDED else "",
        done=checked_lines(done, field=_("What was done"), longest=LONGEST),
        reasons=checked_lines(reasons, field=_("Why not"), longest=LONGEST),
        **given.as_changes(exercise.right, outcome),
    )
    _follow(exercise, given, by=by, now=now)
    _settle(request, by=by, now=now)
    return exercise


@transaction.atomic
def decide_all(
    request: SubjectRequest,
    *,
    outcome: str,
    by: User,
    reasons: str = "",
    now: datetime | None = None,
) -> SubjectRequest:
    """Decide every right that is still open in the same way.

    Nothing held, or the person cannot be identified; withdrawn, or no request under the GDPR:
    those two also end rights that were decided already.
    """
    now = now or timezone.now()
    hold(request)
    insist(why_not_decide_all(request, outcome))
    rights = Exercise.objects.filter(part__request=request).exclude(status=outcome)
    if outcome not in Exercise.ANSWERLESS:
        rights = rights.filter(status=Status.OPEN)
    for exercise in rights.select_related("part__request"):
        exercise.part.request = request
        decide(exercise, outcome=outcome, reasons=reasons, by=by, now=now)
    return request


@transaction.atomic
def reconsider(
    exercise: Exercise, *, reason: str, by: User, now: datetime | None = None
) -> Exercise:
    """Take a decision back before its answer has left; a written answer is given up."""
    now, request = now or timezone.now(), exercise.part.request
    hold(request)
    exercise.refresh_from_db(fields=["status"])
    insist(why_not_reconsider(exercise))
    reason = checked_lines(reason, field=_("Why"), longest=LONGEST)
    insist("" if reason else _("Say why the decision is taken back."))
    blank = {"ground": "", "done": "", "reasons": "", "decided_by": None, "decided_at": None}
    exercise.move_to(Status.OPEN, by=by, at=now, reason=reason, **blank, **BLANK)
    restrictions.undo(exercise, by=by, now=now)
    replies.give_up_drafts(request, by=by)
    if request.status == SubjectRequest.Status.DECIDED:
        before = SubjectRequest.Status
        request.move_to(
            before.ACKNOWLEDGED if request.acknowledged_at else before.RECEIVED, by=by, at=now
        )
    return exercise


def why_not_decide(exercise: Exercise) -> str:
    """Why this right can't be decided or advised on, in words; empty when it can."""
    if why := why_answered(exercise.part.request):
        return why
    return "" if exercise.status == Status.OPEN else _("It is decided already.")


def why_not_decide_all(request: SubjectRequest, outcome: str) -> str:
    """Why the rights can't be decided so, in words; empty when they can."""
    if why := why_answered(request):
        return why
    if outcome in Exercise.ANSWERLESS:
        return ""
    rights = Exercise.objects.filter(part__request=request)
    if not rights.filter(status=Status.OPEN).exists():
        return _("Everything is decided already.")
    if outcome == Status.CANNOT_IDENTIFY:
        if request.identity_shown_at:
            return _("Identity is shown already.")
        if rights.exclude(status__in=[Status.OPEN, *Exercise.ANSWERLESS]).exists():
            return _("A right is decided already; take that back first.")
    return ""


def why_not_reconsider(exercise: Exercise) -> str:
    """Why the decision stands, in words; empty when it can be taken back."""
    if why := why_answered(exercise.part.request):
        return why
    return _("It is not decided yet.") if exercise.status == Status.OPEN else ""


def _insist_on_reasons(
    exercise: Exercise, outcome: str, ground: str, done: str, reasons: str
) -> None:
    if outcome in Exercise.GROUNDED and (not ground or not reasons.strip()):
        raise ValidationError(
            _("A refusal needs its ground, and reasons that the person can read.")
        )
    if outcome in Exercise.GROUNDED and ground not in exercise.grounds:
        raise ValidationError(
            _("That ground does not belong to %(right)s.") % {"right": str(exercise)}
        )
    if outcome == Status.PARTLY and not done.strip():
        raise ValidationError(_("Say what was done as well; the person reads both."))
    if outcome in {Status.CANNOT_IDENTIFY, *Exercise.ANSWERLESS} and not reasons.strip():
        raise ValidationError(_("Say why; without reasons this cannot be shown later."))


def _follow(exercise: Exercise, given: Particulars, *, by: User, now: datetime) -> None:
    """What the outcome begins or ends: items, the restriction, tasks of who corrects."""
    asking.settled(exercise, by=by)
    erasures.write_erased(exercise, given.erased)
    if exercise.right == Exercise.Right.RESTRICTION:
        restrictions.begin_or_undo(exercise, until=given.until, by=by, now=now)
    if exercise.status in Exercise.ANSWERLESS:
        corrections.give_up(exercise, by=by, now=now)


def _is_ours(exercise: Exercise) -> bool:
    """Whether we decide; a customer's own part is decided by the customer."""
    return exercise.part.capacity == RequestPart.Capacity.CONTROLLER


def _settle(request: SubjectRequest, *, by: User, now: datetime) -> None:
    """Once every right is decided the case is, or it ends when nothing is left to be answered."""
    outcomes = set(Exercise.objects.filter(part__request=request).values_list("status", flat=True))
    if Status.OPEN in outcomes:
        return
    if outcomes <= Exercise.ANSWERLESS:
        closing.end(request, by=by, now=now)
    elif request.status != SubjectRequest.Status.DECIDED:
        request.move_to(SubjectRequest.Status.DECIDED, by=by, at=now)
