"""The one clock that runs in a processor part: each step of it stops one and starts the next."""

from datetime import datetime

from django.db.models import Case, Value, When

from dpo_office.lib.periods import local_date
from dpo_office.organisation.models import Profile, User
from dpo_office.worklist.models import Clock, ContractRule
from dpo_office.worklist.services import clocks
from requests_app.models import RequestPart

FORWARD = "contract_working_days"
HEAR = "customer_answer"
CARRY_OUT = "customer_instruction"
EVERY_CONTRACT = "pass-on"


def run(part: RequestPart, rule_id: str, *, by: User | None, at: datetime) -> None:
    """From `at` on this is what the part waits for; what ran before stands."""
    stop(part, by=by, at=at)
    clocks.start(
        part,
        rule_id,
        started_at=at,
        by=by,
        owner=part.request.handler,
        contract_rule=contract_rule(part, at) if rule_id == FORWARD else None,
    )


def stop(part: RequestPart, *, by: User | None, at: datetime) -> None:
    """Nothing is waited for any more."""
    for clock in Clock.objects.about(part).running():
        clocks.stop(clock, by=by, at=max(at, clock.started_at))


def contract_rule(part: RequestPart, at: datetime) -> ContractRule | None:
    """The period of this customer's contract (key "pass-on-" and its number), else that of all
    contracts (key "pass-on"), as valid on that day; None where the house's own default rules."""
    own, today = f"{EVERY_CONTRACT}-{part.customer_id}", local_date(at, Profile.current().time_zone)
    valid = ContractRule.objects.filter(key__in=[own, EVERY_CONTRACT], valid_from__lte=today)
    first = Case(When(key=own, then=Value(0)), default=Value(1))
    return valid.order_by(first, "-valid_from").first()
