"""A clock that is watched as it falls: a duty counted in hours (look, principles 4, 5 and 10)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from dpo_office.desk import when

SOON = timedelta(hours=12)  # as in falling_clock.js


@dataclass(frozen=True)
class FallingClock:
    """Instants are aware. Only the clock that falls fastest on a page shows `seconds`."""

    label: str
    note: str
    started_at: datetime
    due_at: datetime
    stopped_at: datetime | None = None
    seconds: bool = False


@dataclass(frozen=True)
class DrawnFallingClock:
    """A clock as it stands when the page is made; the browser counts on from `left`."""

    clock: FallingClock
    moment: datetime
    left: int
    whole: int
    figure: str
    aloud: str
    until: str
    was_due: str
    tone: str
    gone: float

    @property
    def falls(self) -> bool:
        return self.clock.stopped_at is None


def fall(clock: FallingClock, now: datetime, zone: ZoneInfo) -> DrawnFallingClock:
    """`left` in whole seconds, negative once the due moment has passed; `gone` in percent."""
    reached = clock.stopped_at or now
    left, whole = clock.due_at - reached, clock.due_at - clock.started_at
    late = left <= timedelta()
    tone = "late" if late else "soon" if left <= SOON else "rest"
    return DrawnFallingClock(
        clock=clock,
        moment=clock.stopped_at or clock.due_at,
        left=int(left.total_seconds()),
        whole=int(whole.total_seconds()),
        figure=_figure(clock, left),
        aloud=how_late(-left) if late else _spoken(left),
        until=_until(clock, now, zone),
        was_due=_("was due %(moment)s") % {"moment": when.absolute(clock.due_at, now, zone)},
        tone="done" if clock.stopped_at and not late else tone,
        gone=round(100 * min((reached - clock.started_at) / whole, 1.0), 2) if whole else 100.0,
    )


def how_late(passed: timedelta) -> str:
    """ "2 h late", or minutes within the first hour."""
    minutes = int(passed.total_seconds() // 60)
    if minutes < 60:
        return _("%(n)s min late") % {"n": minutes}
    return _("%(n)s h late") % {"n": minutes // 60}


def _figure(clock: FallingClock, left: timedelta) -> str:
    if clock.stopped_at:
        return _("met") if left > timedelta() else how_late(-left)
    if left <= timedelta():
        return how_late(-left)
    seconds = int(left.total_seconds())
    hours_minutes = f"{seconds // 3600}:{seconds // 60 % 60:02}"
    return f"{hours_minutes}:{seconds % 60:02}" if clock.seconds else hours_minutes


def _spoken(left: timedelta) -> str:
    minutes = int(left.total_seconds() // 60)
    return _("%(h)s h %(m)s min left") % {"h": minutes // 60, "m": minutes % 60}


def _until(clock: FallingClock, now: datetime, zone: ZoneInfo) -> str:
    moment = when.absolute(clock.stopped_at or clock.due_at, now, zone)
    if clock.stopped_at:
        words = "%(moment)s" if clock.stopped_at < clock.due_at else _("done %(moment)s")
    else:
        words = _("until %(moment)s") if now < clock.due_at else _("was due %(moment)s")
    return words % {"moment": moment}
