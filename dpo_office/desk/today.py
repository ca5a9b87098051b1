"""What the page "Today" shows, as plain values (look, screen 1)."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Tile:
    """A figure that filters the list below; `tone` is late only when it is above zero."""

    key: str
    label: str
    number: int
    note: str = ""
    alarming: bool = False


@dataclass(frozen=True)
class Row:
    """Something that must be done: what, by which clock, by when, by whom."""

    title: str
    reference: str
    url: str
    clock: str
    relative: str
    absolute: str
    law: str = ""
    tone: str = ""
    initials: str = ""
    who: str = ""
    action: str = ""


@dataclass(frozen=True)
class Group:
    """Rows of one stretch of time, so that nobody sorts by head."""

    key: str
    label: str
    rows: Sequence[Row]
    more: int = 0


@dataclass(frozen=True)
class Week:
    """Answers of one week: within our promise, later, and late but still open."""

    label: str
    in_time: int = 0
    late: int = 0
    open_late: int = 0

    @property
    def total(self) -> int:
        return self.in_time + self.late + self.open_late


@dataclass(frozen=True)
class Bar:
    """One drawn piece of the chart, in the chart's own units."""

    x: float
    y: float
    width: float
    height: float
    kind: str


@dataclass(frozen=True)
class Chart:
    """Stacked bars, drawn on the server; the table beside them is for reading aloud."""

    weeks: Sequence[Week]
    bars: Sequence[Bar]
    lines: Sequence[tuple[float, int]]
    labels: Sequence[tuple[float, str]]

    @property
    def answered_in_time(self) -> int:
        return sum(week.in_time for week in self.weeks)

    @property
    def answered(self) -> int:
        return sum(week.in_time + week.late for week in self.weeks)


WIDTH, HEIGHT, LEFT, BOTTOM = 320.0, 150.0, 22.0, 20.0


def chart(weeks: Sequence[Week]) -> Chart:
    """Lay the weeks out on a 320 x 150 canvas; bars start at zero."""
    top = max([4, *(week.total for week in weeks)])
    step = (WIDTH - LEFT) / max(len(weeks), 1)
    unit = (HEIGHT - BOTTOM - 8) / top
    bars = []
    for index, week in enumerate(weeks):
        base = HEIGHT - BOTTOM
        pieces = [("in-time", week.in_time), ("late", week.late), ("open", week.open_late)]
        for kind, number in pieces:
            if number:
                high = number * unit
                base -= high
                bars.append(Bar(LEFT + index * step + 3, base, step - 6, high, kind))
    lines = [(HEIGHT - BOTTOM - n * unit, n) for n in range(0, top + 1, max(1, top // 3))]
    labels = [(LEFT + i * step, w.label) for i, w in enumerate(weeks) if i % 4 == 0]
    return Chart(weeks=weeks, bars=bars, lines=lines, labels=labels)


@dataclass(frozen=True)
class TodayPage:
    """The whole page."""

    tiles: Sequence[Tile]
    groups: Sequence[Group]
    waiting: Sequence[Row]
    failed: Sequence[Row]
    chart: Chart
    slowest: str
    mine: bool
    chosen: str
    tries: Sequence[tuple[str, str]] = ()
