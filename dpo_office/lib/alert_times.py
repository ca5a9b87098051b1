"""When a clock speaks up before it is over: pure arithmetic on instants.

Day clocks speak at half time, at the start of the local day two days before, one day before and
of the due date, and when they are over. Clocks in hours speak at half time, 12, 4 and 1 hours
before, and when they are over. A level whose time is not after the start is left out, and half
time is left out where it would not come first.
"""

from datetime import UTC, date, datetime, timedelta
from enum import IntEnum

from dpo_office.lib.periods import start_of_day


class Level(IntEnum):
    """How near the end is; a higher level is always later on the same clock."""

    HALF = 1
    TWO_DAYS = 2
    ONE_DAY = 3
    TODAY = 4
    TWELVE_HOURS = 5
    FOUR_HOURS = 6
    ONE_HOUR = 7
    LATE = 8


DAYS_BEFORE = {Level.TWO_DAYS: 2, Level.ONE_DAY: 1, Level.TODAY: 0}
HOURS_BEFORE = {Level.TWELVE_HOURS: 12, Level.FOUR_HOURS: 4, Level.ONE_HOUR: 1}


def alert_times(
    started_at: datetime, due_at: datetime, due_on: date, tz: str, *, in_hours: bool
) -> dict[Level, datetime]:
    """The instant (UTC) of every level that a clock from `started_at` to `due_at` has."""
    started_at = started_at.astimezone(UTC)  # sums in a zone are sums of wall clocks
    if in_hours:
        near = {level: due_at - timedelta(hours=h) for level, h in HOURS_BEFORE.items()}
    else:
        near = {
            level: start_of_day(due_on - timedelta(days=d), tz) for level, d in DAYS_BEFORE.items()
        }
    near = {level: at for level, at in near.items() if started_at < at < due_at}
    half = started_at + (due_at - started_at) / 2
    first = {Level.HALF: half} if all(half < at for at in near.values()) else {}
    return {**first, **near, Level.LATE: due_at}


def slots(times: dict[Level, datetime]) -> list[datetime | None]:
    """The times as stored: one place per level, empty where the clock has no such level."""
    return [times.get(level) for level in Level]


def next_time(times: dict[Level, datetime], now: datetime) -> datetime | None:
    """When the clock speaks next: the latest level already reached, once, else the first to come.

    A clock entered late does not tell of levels that a later one has overtaken.
    """
    reached = [at for at in times.values() if at <= now]
    return max(reached) if reached else min(times.values())
