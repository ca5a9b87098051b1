"""The steps from the start to the last day, each by its paragraph of Regulation 1182/71."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta, timezone

from dpo_office.lib.periods.durations import Unit
from dpo_office.lib.periods.errors import PauseAfterEnd, PauseBeforeStart
from dpo_office.lib.periods.pauses import Span
from dpo_office.lib.periods.rules import Rule
from dpo_office.lib.periods.trace import Kind, Step
from dpo_office.lib.periods.working_days import (
    ONE_DAY,
    add_working_days,
    first_working_day,
    is_working_day,
    public_holiday,
)


def beginning(rule: Rule, start: datetime) -> Step:
    """`start` is local. The day itself is never rolled: a Sunday receipt counts as such."""
    return Step(Kind(rule.begins), start.date(), at=_fixed(start) if rule.in_hours else None)


def hours(rule: Rule, start: datetime) -> Step:
    """Elapsed hours, so a clock change shows on the wall; nothing extends them (Art. 3(4)).

    Strict: Art. 3(1) would leave out the hour that has begun.
    """
    end = (start.astimezone(UTC) + timedelta(hours=rule.amount)).astimezone(start.tzinfo)
    return Step(Kind.LAST_INSTANT, end.date(), at=_fixed(end), amount=rule.amount, unit=Unit.HOURS)


def counted(rule: Rule, start: date, country: str) -> Step:
    """The nominal end: the day of the event is not counted (Art. 3(1), 3(2))."""
    length = rule.duration
    if length.unit == Unit.WORKING_DAYS:
        end = add_working_days(start, length.amount, country)
    else:
        end = length.after(start)
    in_months = length.unit in (Unit.MONTHS, Unit.YEARS)
    kind = Kind.CLAMPED if in_months and end.day != start.day else Kind.COUNTED
    return Step(kind, end, amount=length.amount, unit=length.unit)


def paused(
    rule: Rule, start: date, end: date, spans: Iterable[Span], country: str
) -> Iterator[Step]:
    """`end` moved by the local days of each pause; one must lie inside the period so far."""
    for since, until in spans:
        if since < start:
            raise PauseBeforeStart(since=since, start=start)
        last = first_working_day(end, country) if rule.roll else end
        if since > last:
            raise PauseAfterEnd(since=since, last=last)
        waited = until - since
        end += waited
        yield Step(Kind.PAUSED, end, amount=waited.days, unit=Unit.DAYS, since=since, until=until)


def ended(rule: Rule, start: date, end: date, country: str) -> Iterator[Step]:
    """From the nominal end to the last day: rolled where the rule rolls (Art. 3(4), 3(5))."""
    if rule.roll:
        while not is_working_day(end, country):
            yield _not_working(end, country)
            end += ONE_DAY
        if not _is_one_day(rule) and end < (floor := add_working_days(start, 2, country)):
            end = floor
            yield Step(Kind.TWO_WORKING_DAYS, end)
    elif not is_working_day(end, country):
        yield Step(Kind.STAYS, end)
    yield Step(Kind.LAST_DAY, end)


def _not_working(day: date, country: str) -> Step:
    if name := public_holiday(day, country):
        return Step(Kind.HOLIDAY, day, name=name)
    return Step(Kind.SUNDAY if day.isoweekday() == 7 else Kind.SATURDAY, day)


def _is_one_day(rule: Rule) -> bool:
    return rule.amount == 1 and rule.unit in (Unit.DAYS, Unit.WORKING_DAYS)


def _fixed(at: datetime) -> datetime:
    """The same instant and wall time by its bare offset, as it is kept and read back."""
    return at.replace(tzinfo=timezone(at.utcoffset() or timedelta()), fold=0)
