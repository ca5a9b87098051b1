"""Opening a closed case again: the clocks run as if it had never been answered (Art. 12(3))."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dpo_office.evidence.models import record
from dpo_office.lib.plain_text import checked_lines
from dpo_office.organisation.models import User
from requests_app.models import Exercise, SubjectRequest
from requests_app.services import deadlines
from requests_app.services.acting import hold, insist

Status = SubjectRequest.Status
LONGEST = 20_000  # characters of a reason


@transaction.atomic
def reopen(
    request: SubjectRequest, *, reason: str, by: User, now: datetime | None = None
) -> SubjectRequest:
    """The answer was not whole, or the end was none. Raises ValidationError.

    The law counts from the receipt, so the first deadlines stay: the case may be late at once. A
    case that was answered is decided again; one that had ended has every right open.
    """
    now = now or timezone.now()
    hold(request)
    insist(why_not_reopen(request))
    reason = checked_lines(reason, field=_("Why"), longest=LONGEST)
    insist("" if reason else _("Say why the case is opened again."))
    back = _undone(request, reason=reason, by=by, now=now)
    blank: dict[str, Any] = {"closed_at": None, "answered_at": None, "reopened_at": now}
    request.move_to(back, by=by, at=now, **blank)
    record("request.reopened", request, by=by, values={"reason": reason}, happened_at=now)
    deadlines.run_again(request, by=by, at=now)
    return request


def why_not_reopen(request: SubjectRequest) -> str:
    """Why the case stays as it is, in words; empty when it can be opened again."""
    if request.status == Status.REDACTED:
        return _("The person was taken out of this case; it cannot be opened again.")
    return "" if request.closed_at else _("The case is open.")


def _undone(request: SubjectRequest, *, reason: str, by: User, now: datetime) -> str:
    """Where the case stands again; rights that were ended without answer are open anew."""
    if request.status == Status.CLOSED:
        return Status.DECIDED
    blank = {"ground": "", "done": "", "reasons": "", "decided_by": None, "decided_at": None}
    ours = request.parts.ours()
    ended = Exercise.objects.filter(part__in=ours, status__in=Exercise.ANSWERLESS)
    for exercise in ended:
        exercise.move_to(Exercise.Status.OPEN, by=by, at=now, reason=reason, **blank)
    return Status.ACKNOWLEDGED if request.acknowledged_at else Status.RECEIVED
