"""Clocks as bars, and clocks that fall."""

from collections.abc import Iterator

from dpo_office.desk.clock_bars import ClockBar, axis
from dpo_office.desk.falling_clock import FallingClock, fall
from dpo_office.desk.gallery.specimen import GEORGIAN, LONG, NOW, ZONE, Specimen, ago, ahead

REASONS = ["received Thu 19 Nov, 16:42", "7 days later is Thu 26 Nov 2026", "never moved"]
LAW = "1 month, Art. 12(3)"


def _promise(**changes) -> ClockBar:
    ordinary = {"started_at": ago(days=4), "due_at": ahead(days=3), "trace": REASONS}
    return ClockBar(label="Our promise", note="7 days", **{**ordinary, **changes})


def _law(**changes) -> ClockBar:
    ordinary = {"started_at": ago(days=4), "due_at": ahead(days=28), "trace": REASONS}
    return ClockBar(label="Legal deadline", **{"note": LAW, **ordinary, **changes})


BARS = {
    "Running": [_promise(), _law()],
    "Soon": [_promise(due_at=ahead(hours=20)), _law(due_at=ahead(days=25))],
    "Late": [
        _promise(started_at=ago(days=9), due_at=ago(days=2)),
        _law(started_at=ago(days=9), due_at=ahead(days=22)),
    ],
    "Met": [_promise(stopped_at=ago(days=1)), _law(stopped_at=ago(days=1))],
    "Met late": [
        _promise(started_at=ago(days=12), due_at=ago(days=5), stopped_at=ago(days=3)),
        _law(started_at=ago(days=12), due_at=ahead(days=19), stopped_at=ago(days=3)),
    ],
    "Paused": [
        _promise(),
        _law(
            paused_due_at=ahead(days=31), pauses=[(ago(days=3), ago(days=1)), (ago(hours=9), None)]
        ),
    ],
    "Extended, and with long names": [
        _law(note=f"{LAW}, extended", due_at=ahead(days=89)),
        ClockBar(LONG, f"contract, {GEORGIAN}", ago(days=4), ahead(days=1), trace=REASONS),
    ],
    "None": [],
}


def _falling(**changes) -> FallingClock:
    ordinary = {
        "label": "Tell the customers",
        "note": "duty, contract, 24 h",
        "started_at": ago(hours=14, minutes=48),
        "due_at": ahead(hours=9, minutes=12, seconds=7),
    }
    return FallingClock(**{**ordinary, **changes})


FALLING = {
    "Falls fastest": _falling(seconds=True),
    "Far off": _falling(label="Tell the authority, AKI", due_at=ahead(hours=57, minutes=12)),
    "Within the hour": _falling(due_at=ahead(minutes=42)),
    "Just passed": _falling(due_at=ago(minutes=12)),
    "Passed": _falling(due_at=ago(hours=3)),
    "Met": _falling(stopped_at=ago(hours=2)),
    "Met late": _falling(due_at=ago(hours=6), stopped_at=ago(hours=2)),
    "Long names": _falling(label=f"Kunden benachrichtigen: {LONG}", note="Vertrag, 24 Stunden"),
}


def specimens() -> Iterator[Specimen]:
    for state, bars in BARS.items():
        drawn = {"axis": axis(bars, NOW, ZONE)}
        yield Specimen(f"Clock bars: {state}", "desk/clock_bars.html", drawn)
    for state, clock in FALLING.items():
        drawn = {"clock": fall(clock, NOW, ZONE)}
        yield Specimen(f"Falling clock: {state}", "desk/falling_clock.html", drawn, True, True)
