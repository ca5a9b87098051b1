"""A clock as the server draws it: tone, words, share."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from dpo_office.desk.falling_clock import DrawnFallingClock, FallingClock, fall

NOW = datetime(2026, 11, 23, 12, 20, tzinfo=UTC)
TALLINN = ZoneInfo("Europe/Tallinn")


def drawn(left: timedelta, *, stopped: timedelta | None = None, **more) -> DrawnFallingClock:
    began, due = NOW - timedelta(hours=24) + left, NOW + left
    stopped_at = NOW - stopped if stopped is not None else None
    return fall(FallingClock("Tell", "", began, due, stopped_at, **more), NOW, TALLINN)


@pytest.mark.parametrize(
    ("left", "figure", "tone"),
    [
        (timedelta(hours=57, minutes=12), "57:12", "rest"),
        (timedelta(hours=12), "12:00", "soon"),
        (timedelta(seconds=59), "0:00", "soon"),
        (timedelta(0), "0 min late", "late"),
        (timedelta(minutes=-59), "59 min late", "late"),
        (timedelta(minutes=-60), "1 h late", "late"),
        (timedelta(days=-3), "72 h late", "late"),
    ],
)
def test_the_figure_and_the_tone(left, figure, tone):
    clock = drawn(left)
    assert (clock.figure, clock.tone) == (figure, tone)


def test_only_the_fastest_shows_seconds():
    left = timedelta(hours=9, minutes=12, seconds=7)
    assert drawn(left, seconds=True).figure == "9:12:07"
    assert drawn(left).figure == "9:12"


def test_read_aloud_it_is_hours_and_minutes():
    assert drawn(timedelta(hours=9, minutes=12, seconds=7)).aloud == "9 h 12 min left"


def test_met_in_time_is_quiet_and_says_when():
    clock = drawn(timedelta(hours=2), stopped=timedelta(hours=3))
    assert (clock.figure, clock.tone, clock.until) == ("met", "done", "today 11:20")
    assert not clock.falls


def test_met_late_stays_late_by_as_much():
    clock = drawn(timedelta(hours=-6), stopped=timedelta(hours=2))
    assert (clock.figure, clock.tone, clock.until) == ("4 h late", "late", "done today 12:20")


def test_the_bar_is_full_when_the_time_is_over():
    assert drawn(timedelta(hours=6)).gone == 75.0
    assert drawn(timedelta(hours=-6)).gone == 100.0
