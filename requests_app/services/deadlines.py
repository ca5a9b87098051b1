"""The clocks of the part that we answer as controller (GDPR Art. 12(3); P5.1)."""

from datetime import date, datetime

from django.utils import timezone

from dpo_office.organisation.models import Profile, User
from dpo_office.worklist.models import Clock, ClockPause
from dpo_office.worklist.services import clocks
from requests_app.models import RequestPart, SubjectRequest

OUR_PROMISE, LEGAL_DEADLINE = "our_promise", "dsr_base"
REFUSAL_NOTICE = "refusal_notice"  # watched apart once the legal deadline is extended


def controller_part(request: SubjectRequest) -> RequestPart:
    return request.parts.get(capacity=RequestPart.Capacity.CONTROLLER)


def legal_clock(request: SubjectRequest) -> Clock:
    """The clock of Art. 12(3); its `extendable_until` is also when a refusal must be told."""
    return Clock.objects.about(controller_part(request)).get(rule_id=LEGAL_DEADLINE)


def next_due(part: RequestPart) -> date:
    """The earliest day on which a running clock of the part is due; today where none runs."""
    first = Clock.objects.about(part).running().order_by("due_at").first()
    return first.due_on if first else timezone.localdate(timezone=Profile.current().zone)


def pause_of(request: SubjectRequest) -> ClockPause | None:
    """The question that the person has not answered yet, if there is one."""
    open_pauses = legal_clock(request).pauses.filter(answered_at=None)
    return open_pauses.select_related("letter__version__template").first()


def stop_all(request: SubjectRequest, *, by: User | None, at: datetime) -> None:
    """Every clock of our own part stands; those of customers' parts run for themselves."""
    for part in request.parts.ours():
        for clock in Clock.objects.about(part).running():
            clocks.stop(clock, by=by, at=at)


def run_again(request: SubjectRequest, *, by: User | None, at: datetime) -> None:
    """What had stopped the clocks did not happen after all."""
    for part in request.parts.ours():
        for clock in Clock.objects.about(part).filter(stopped_at__isnull=False):
            clocks.run_again(clock, by=by, at=at)
