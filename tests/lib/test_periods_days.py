"""Working days, midnights and lengths, each by one telling date."""

from datetime import UTC, date, datetime

import pytest

from dpo_office.lib.periods import (
    COUNTRIES,
    Duration,
    Unit,
    add_months,
    add_working_days,
    end_of_day,
    first_working_day,
    is_working_day,
    local_date,
    next_working_day,
    public_holiday,
    start_of_day,
    years_before,
)
from dpo_office.lib.periods.local_time import time_zone, zone_of_country

FRIDAY, SATURDAY, MONDAY = date(2026, 11, 20), date(2026, 11, 21), date(2026, 11, 23)


@pytest.mark.parametrize(
    ("day", "country", "works"),
    [
        (date(2026, 4, 6), "EE", True),  # Easter Monday
        (date(2026, 4, 6), "FR", False),
        (date(2026, 4, 3), "FR", True),  # Good Friday: only in Alsace-Moselle
        (date(2026, 12, 31), "EE", True),  # shortened, still a working day
        (date(2026, 12, 24), "EE", False),
        (date(2026, 12, 24), "DE", True),
        (date(2026, 1, 6), "DE", True),  # Epiphany: only in three Länder
        (date(2026, 1, 10), "HU", False),  # worked on, but Saturdays never count (Art. 2(2))
    ],
)
def test_working_days_are_those_of_the_whole_country(day, country, works):
    assert is_working_day(day, country) is works


@pytest.mark.parametrize("country", sorted(COUNTRIES))
def test_every_member_state_has_its_holidays_and_zone(country):
    assert public_holiday(date(2026, 12, 25), country)
    assert time_zone(zone_of_country(country))


def test_the_next_working_day_comes_after_the_day_itself():
    assert next_working_day(FRIDAY, "EE") == MONDAY


def test_the_first_working_day_may_be_the_day_itself():
    assert first_working_day(FRIDAY, "EE") == FRIDAY
    assert first_working_day(SATURDAY, "EE") == MONDAY


def test_working_days_leave_out_the_day_they_begin_on():
    assert add_working_days(FRIDAY, 2, "EE") == date(2026, 11, 24)


def test_the_first_instant_of_a_day_without_midnight():
    """Beirut's clocks go from 24:00 on 28 March 2026 to 01:00 on the 29th."""
    assert start_of_day(date(2026, 3, 29), "Asia/Beirut") == datetime(2026, 3, 28, 22, tzinfo=UTC)


def test_the_first_instant_of_a_day_with_two_midnights():
    """Havana's clocks go from 01:00 back to 00:00 on 1 November 2026: the first one counts."""
    assert start_of_day(date(2026, 11, 1), "America/Havana") == datetime(2026, 11, 1, 4, tzinfo=UTC)


def test_a_day_ends_where_the_next_begins():
    assert end_of_day(SATURDAY, "Europe/Tallinn") == datetime(2026, 11, 21, 22, tzinfo=UTC)


def test_the_local_day_is_not_the_day_in_utc():
    assert local_date(datetime(2026, 1, 31, 22, tzinfo=UTC), "Europe/Tallinn") == date(2026, 2, 1)


@pytest.mark.parametrize(
    ("text", "unit", "amount"),
    [
        ("PT72H", Unit.HOURS, 72),
        ("P7D", Unit.DAYS, 7),
        ("P8W", Unit.WEEKS, 8),
        ("P1M", Unit.MONTHS, 1),
        ("P1Y", Unit.YEARS, 1),
    ],
)
def test_iso_durations_read_and_write_back(text, unit, amount):
    assert Duration.parse(text) == Duration(amount, unit)
    assert Duration(amount, unit).iso == text


def test_years_and_months_add_up():
    assert Duration.parse("P1Y6M") == Duration(18, Unit.MONTHS)


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("P1Y", date(2027, 2, 28), date(2029, 2, 28)),
        ("P1M", date(2028, 1, 29), date(2028, 3, 29)),
        ("P1W", date(2028, 2, 22), date(2028, 3, 7)),
        ("P1D", date(2028, 2, 28), date(2028, 3, 1)),
    ],
)
def test_lengths_go_both_ways_from_a_leap_day(text, before, after):
    leap_day = date(2028, 2, 29)
    assert Duration.parse(text).before(leap_day) == before
    assert Duration.parse(text).after(leap_day) == after


def test_a_shorter_month_does_not_stick():
    assert add_months(add_months(date(2026, 1, 31), 1), 1) == date(2026, 3, 28)


def test_years_before_keep_the_time_of_day():
    now = datetime(2028, 2, 29, 9, 30, tzinfo=UTC)
    assert years_before(now, 3) == datetime(2025, 2, 28, 9, 30, tzinfo=UTC)
