"""From what a clock stores to its dates: the only place where clocks meet `lib.periods`."""

from datetime import datetime
from typing import Any

from dpo_office.lib import periods
from dpo_office.lib.alert_times import Level, alert_times, next_time, slots
from dpo_office.worklist.models import Clock, ContractRule

PROMISES = ("our_promise", "enquiry_promise")


def rule_of(clock: Clock) -> periods.Rule:
    """The version of the rule that the clock began with."""
    if clock.contract_rule is not None:
        return contract_period(clock.contract_rule)
    return periods.rule(clock.rule_id, on=clock.rule_valid_from)


def contract_period(row: ContractRule) -> periods.Rule:
    return periods.Rule(
        id=row.key,
        amount=row.amount,
        unit=periods.Unit(row.unit),
        roll=row.rolls,
        valid_from=row.valid_from,
        source=row.source,
        begins=periods.Event.BEGUN,
    )


def kind_of(rule: periods.Rule) -> Clock.Kind:
    """What binds us: hours are strict whoever sets them."""
    if rule.in_hours:
        return Clock.Kind.HOURS
    if rule.id in PROMISES:
        return Clock.Kind.PROMISE
    return Clock.Kind.CONTRACT if rule.mark == periods.Mark.POLICY else Clock.Kind.LEGAL


def dates_of(clock: Clock) -> dict[str, Any]:
    """Every date that a clock stores, computed anew from its start, extension and pauses."""
    due = _due(clock, [])
    pauses = clock.answered_pauses()
    paused = _due(clock, pauses) if pauses else None
    return {
        "due_on": due.on,
        "due_at": due.at,
        "paused_due_on": paused.on if paused else None,
        "paused_due_at": paused.at if paused else None,
        "trace": [step.as_json() for step in due.trace],
        "paused_trace": [step.as_json() for step in paused.trace] if paused else [],
        "holidays_version": due.holidays_version,
    }


def _due(clock: Clock, pauses: list[tuple[datetime, datetime]]) -> periods.Due:
    if clock.written_on:
        place = {"country": clock.country, "tz": clock.time_zone}
        return periods.as_written(clock.written_on, clock.started_at, **place)
    return periods.due(
        rule_of(clock),
        clock.started_at,
        country=clock.country,
        tz=clock.time_zone,
        pauses=pauses,
        extended=clock.is_extended,
    )


def alerts_of(clock: Clock, now: datetime) -> dict[str, Any]:
    """When the clock speaks, from its dates: every level's time, and the next one."""
    times = _alert_times(clock)
    return {"alert_times": slots(times), "next_alert_at": next_time(times, now)}


def alert_slots_of(clock: Clock) -> list[datetime | None]:
    """Every level's time as it is stored."""
    return slots(_alert_times(clock))


def _alert_times(clock: Clock) -> dict[Level, datetime]:
    return alert_times(
        clock.started_at,
        clock.due_at,
        clock.due_on,
        clock.time_zone,
        in_hours=clock.kind == Clock.Kind.HOURS,
    )
