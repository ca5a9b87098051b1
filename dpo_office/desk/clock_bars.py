"""Clocks as bars on one axis: solid is time gone, hollow is time left (look, principle 4)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from dpo_office.desk import when


class Urgency(StrEnum):
    """How a clock stands; named by the css classes that colour it."""

    LATE = "late"
    SOON = "soon"
    RUNNING = "rest"
    MET = "done"


@dataclass(frozen=True)
class ClockBar:
    """One clock of a case. Instants are aware; `due_at` is when the period is over."""

    label: str
    note: str
    started_at: datetime
    due_at: datetime
    stopped_at: datetime | None = None
    paused_due_at: datetime | None = None
    pauses: Sequence[tuple[datetime, datetime | None]] = ()
    trace: Sequence[str] = ()
    paused_trace: Sequence[str] = ()

    def urgency(self, now: datetime) -> Urgency:
        if self.stopped_at:
            return Urgency.MET if self.stopped_at < self.due_at else Urgency.LATE
        if now >= self.due_at:
            return Urgency.LATE
        return Urgency.SOON if self.due_at - now <= timedelta(days=2) else Urgency.RUNNING


@dataclass(frozen=True)
class DrawnBar:
    """A bar in percent of the axis, and its words."""

    clock: ClockBar
    urgency: Urgency
    gone: tuple[float, float]
    left: tuple[float, float]
    due: float
    paused_due: float | None
    pauses: Sequence[tuple[float, float]]
    words: str
    day: str
    paused_day: str  # what the pauses would give; "" without


@dataclass(frozen=True)
class Axis:
    """All clocks of a case on one axis, with weekends shaded."""

    bars: Sequence[DrawnBar] = ()
    now: float = 0.0
    shades: Sequence[tuple[float, float]] = ()
    ticks: Sequence[tuple[float, str]] = field(default=())


def axis(clocks: Sequence[ClockBar], now: datetime, zone: ZoneInfo) -> Axis:
    """Lay the clocks out; positions are percent of the width, from left."""
    if not clocks:
        return Axis()
    begin = min(clock.started_at for clock in clocks)
    end = max(max(c.due_at, c.paused_due_at or c.due_at, c.stopped_at or c.due_at) for c in clocks)
    if any(clock.stopped_at is None for clock in clocks):
        end = max(end, now)
    scale = _Scale(begin, end + (end - begin) * 0.03)
    return Axis(
        bars=[_drawn(clock, now, zone, scale) for clock in clocks],
        now=scale.at(now),
        shades=list(_weekends(scale, zone)),
        ticks=_ticks(clocks, scale, zone),
    )


@dataclass(frozen=True)
class _Scale:
    begin: datetime
    end: datetime

    def at(self, moment: datetime) -> float:
        share = (moment - self.begin) / (self.end - self.begin)
        return round(100 * min(max(share, 0.0), 1.0), 2)

    def span(self, start: datetime, stop: datetime) -> tuple[float, float]:
        return self.at(start), round(self.at(stop) - self.at(start), 2)


def _drawn(clock: ClockBar, now: datetime, zone: ZoneInfo, scale: _Scale) -> DrawnBar:
    reached = clock.stopped_at or now
    return DrawnBar(
        clock=clock,
        urgency=clock.urgency(now),
        gone=scale.span(clock.started_at, reached),
        left=scale.span(min(reached, clock.due_at), clock.due_at),
        due=scale.at(clock.due_at),
        paused_due=scale.at(clock.paused_due_at) if clock.paused_due_at else None,
        pauses=[scale.span(start, stop or now) for start, stop in clock.pauses],
        words=_words(clock, now, zone),
        day=_day(clock.due_at, now, zone),
        paused_day=_day(clock.paused_due_at, now, zone) if clock.paused_due_at else "",
    )


def _day(over_at: datetime, now: datetime, zone: ZoneInfo) -> str:
    return when.absolute_day(when.last_day(over_at, zone), now.date(), with_year=True)


def _words(clock: ClockBar, now: datetime, zone: ZoneInfo) -> str:
    if clock.stopped_at is None:
        return when.days_left(clock.due_at, now, zone)
    if clock.stopped_at < clock.due_at:
        return when.met(clock.stopped_at, now, zone)
    return when.days_left(clock.due_at, clock.stopped_at, zone)


def _weekends(scale: _Scale, zone: ZoneInfo):
    day = scale.begin.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    while day < scale.end:
        if day.weekday() == 5:
            yield scale.span(day, day + timedelta(days=2))
        day += timedelta(days=1)


def _ticks(clocks: Sequence[ClockBar], scale: _Scale, zone: ZoneInfo) -> list[tuple[float, str]]:
    """The start and each due day; those that would touch a neighbour are left out."""
    moments = {scale.begin, *(c.due_at - timedelta(microseconds=1) for c in clocks)}
    ticks: list[tuple[float, str]] = []
    for moment in sorted(moments):
        if not ticks or scale.at(moment) - ticks[-1][0] >= 9:
            ticks.append((scale.at(moment), f"{moment.astimezone(zone):%-d %b}"))
    return ticks
