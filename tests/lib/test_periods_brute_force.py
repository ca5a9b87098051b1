"""The same dates by another way: our own lists of holidays, and walking day by day."""

from datetime import date, timedelta
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpo_office.lib.periods import due, is_working_day, local_date, rule
from tests.lib.strategies import receipts

ON = date(2026, 11, 23)
DAY = timedelta(days=1)
ZONES = {
    "EE": "Europe/Tallinn",
    "FR": "Europe/Paris",
    "DE": "Europe/Berlin",
    "FI": "Europe/Helsinki",
}
FIXED = {  # month, day
    "EE": [(1, 1), (2, 24), (5, 1), (6, 23), (6, 24), (8, 20), (12, 24), (12, 25), (12, 26)],
    "FR": [(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)],
    "DE": [(1, 1), (5, 1), (10, 3), (12, 25), (12, 26)],
    "FI": [(1, 1), (1, 6), (5, 1), (12, 6), (12, 24), (12, 25), (12, 26)],
}
FROM_EASTER = {  # days after Easter Sunday
    "EE": [-2, 0, 49],
    "FR": [1, 39, 50],
    "DE": [-2, 1, 39, 50],
    "FI": [-2, 0, 1, 39, 49],
}
MONTHS = {"dsr_base": 1, "dsr_extended": 3, "extension_notice": 1, "refusal_notice": 1}
countries = st.sampled_from(sorted(ZONES))


def easter(year):
    """The Gregorian Easter Sunday, by Butcher's method."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    month, day = divmod(h + k - 7 * m + 114, 31)
    return date(year, month, day + 1)


def is_day_off(day, country):
    midsummer_eve = date(day.year, 6, 19) <= day <= date(day.year, 6, 25) and day.weekday() == 4
    return (
        day.weekday() in (5, 6)  # also Finland's Midsummer Day and All Saints, always Saturdays
        or (day.month, day.day) in FIXED[country]
        or (day - easter(day.year)).days in FROM_EASTER[country]
        or (country == "FI" and midsummer_eve)
    )


def walk_to_working_day(day, country):
    return next(d for d in (day + n * DAY for n in count()) if not is_day_off(d, country))


def walk_months(start, months):
    """The last day of the month `months` later that is not past the day of the start."""
    wanted = start.year * 12 + start.month + months
    days = (start + n * DAY for n in range(28 * months - 5, 32 * months))
    return [d for d in days if d.year * 12 + d.month == wanted and d.day <= start.day][-1]


def walk_working_days(start, amount, country):
    days = (start + n * DAY for n in count(1))
    working = (d for d in days if not is_day_off(d, country))
    return [next(working) for _ in range(amount)][-1]


def ours(rule_id, received, country, **more):
    return due(rule(rule_id, ON), received, country=country, tz=ZONES[country], **more).on


@pytest.mark.parametrize("rule_id", MONTHS)
@given(receipts, countries)
def test_months_agree_with_walking(rule_id, received, country):
    start = local_date(received, ZONES[country])
    end = walk_to_working_day(walk_months(start, MONTHS[rule_id]), country)
    assert ours(rule_id, received, country) == end


@given(receipts, countries)
def test_weeks_agree_with_walking(received, country):
    start = local_date(received, ZONES[country])
    end = walk_to_working_day(start + 56 * DAY, country)
    assert ours("prior_consultation_8w", received, country) == end


@given(receipts, countries)
def test_working_days_agree_with_walking(received, country):
    start = local_date(received, ZONES[country])
    assert ours("contract_working_days", received, country) == walk_working_days(start, 2, country)


@given(receipts, countries, st.integers(0, 27), st.integers(0, 60))
def test_pauses_agree_with_walking(received, country, asked, waited):
    tz = ZONES[country]
    since = received + asked * DAY
    until = since + waited * DAY
    moved = local_date(until, tz) - local_date(since, tz)
    end = walk_to_working_day(walk_months(local_date(received, tz), 1) + moved, country)
    assert ours("dsr_base", received, country, pauses=[(since, until)]) == end


@pytest.mark.parametrize("country", ZONES)
def test_every_day_of_eighty_years_is_working_or_not_as_listed(country):
    days = (date(2018, 6, 1) + n * DAY for n in range(80 * 365))
    assert [d for d in days if is_working_day(d, country) == is_day_off(d, country)] == []
