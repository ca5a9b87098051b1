"""When a clock speaks: always after the start, never after the end, each level later."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpo_office.lib.alert_times import Level, alert_times, next_time, slots
from dpo_office.lib.periods import start_of_day

TALLINN = "Europe/Tallinn"
ZONES = st.sampled_from([TALLINN, "Europe/Paris", "Atlantic/Azores", "Pacific/Chatham"])
STARTS = st.datetimes(datetime(2018, 5, 25), datetime(2040, 1, 1)).map(  # noqa: DTZ001
    lambda at: at.replace(tzinfo=UTC)
)


@st.composite
def day_clocks(draw):
    """Arguments of a clock over at the end of a local day, 1 to 100 days after its start."""
    started_at, tz = draw(STARTS), draw(ZONES)
    due_on = started_at.date() + timedelta(days=draw(st.integers(2, 100)))
    return started_at, start_of_day(due_on + timedelta(days=1), tz), due_on, tz


@given(day_clocks())
def test_levels_of_days_rise_after_the_start_and_end_when_the_clock_is_over(arguments):
    times = alert_times(*arguments, in_hours=False)
    assert [arguments[0], *times.values()] == sorted({arguments[0], *times.values()})
    assert list(times) == sorted(times)
    assert times[Level.LATE] == arguments[1]


@given(STARTS, st.integers(1, 200), ZONES)
def test_levels_of_hours_rise_after_the_start_and_end_when_the_clock_is_over(start, hours, tz):
    over = start + timedelta(hours=hours)
    times = alert_times(start, over, over.date(), tz, in_hours=True)
    assert [start, *times.values()] == sorted({start, *times.values()})
    assert list(times) == sorted(times, key=lambda level: times[level])
    assert times[Level.LATE] == over


@given(day_clocks(), st.integers(-10, 120))
def test_the_next_time_is_the_last_level_reached_or_the_first_to_come(arguments, days):
    times = alert_times(*arguments, in_hours=False)
    now = arguments[0] + timedelta(days=days)
    ahead = next_time(times, now)
    assert ahead in times.values()
    assert not any(ahead < at <= now for at in times.values())


def test_days_begin_at_local_midnight_on_both_sides_of_a_clock_change():
    """DST ends in Tallinn on 25 Oct 2026: the day before begins at 21:00 UTC, that one at 22:00."""
    due_on = date(2026, 10, 26)
    over = start_of_day(date(2026, 10, 27), TALLINN)
    times = alert_times(datetime(2026, 10, 1, tzinfo=UTC), over, due_on, TALLINN, in_hours=False)
    assert times[Level.ONE_DAY] == datetime(2026, 10, 24, 21, tzinfo=UTC)
    assert times[Level.TODAY] == datetime(2026, 10, 25, 22, tzinfo=UTC)


def test_a_leap_day_is_a_day():
    due_on = date(2028, 3, 1)
    over = start_of_day(date(2028, 3, 2), TALLINN)
    times = alert_times(datetime(2028, 2, 1, tzinfo=UTC), over, due_on, TALLINN, in_hours=False)
    assert times[Level.ONE_DAY] == start_of_day(date(2028, 2, 29), TALLINN)


def test_half_time_is_left_out_where_it_would_not_come_first():
    start = datetime(2026, 11, 2, 9, tzinfo=UTC)
    over = start + timedelta(hours=24)
    times = alert_times(start, over, over.date(), TALLINN, in_hours=True)
    assert list(times) == [Level.TWELVE_HOURS, Level.FOUR_HOURS, Level.ONE_HOUR, Level.LATE]


def test_seventy_two_hours_speak_at_half_time():
    """GDPR Art. 33(1)"""
    start = datetime(2026, 11, 2, 9, tzinfo=UTC)
    over = start + timedelta(hours=72)
    times = alert_times(start, over, over.date(), TALLINN, in_hours=True)
    assert times[Level.HALF] == start + timedelta(hours=36)


@pytest.mark.parametrize("in_hours", [True, False])
def test_every_level_has_its_own_slot(in_hours):
    start = datetime(2026, 11, 2, 9, tzinfo=UTC)
    over = datetime(2026, 11, 9, 22, tzinfo=UTC)
    times = alert_times(start, over, date(2026, 11, 9), TALLINN, in_hours=in_hours)
    stored = slots(times)
    assert {level: at for level, at in zip(Level, stored, strict=True) if at} == times


def test_half_time_is_half_of_the_hours_when_clocks_change_in_between():
    """A start given in a zone's own time speaks at the same instant as one in UTC."""
    start, over = datetime(2026, 10, 22, 7, tzinfo=UTC), datetime(2026, 10, 29, 22, tzinfo=UTC)
    local = start.astimezone(ZoneInfo(TALLINN))
    of_both = [
        alert_times(at, over, date(2026, 10, 29), TALLINN, in_hours=False) for at in (start, local)
    ]
    assert of_both[0] == of_both[1]
