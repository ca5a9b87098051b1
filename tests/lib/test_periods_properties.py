"""What holds for every receipt, not for chosen ones alone (P5.1)."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from dpo_office.lib.periods import (
    COUNTRIES,
    Due,
    Step,
    Unit,
    all_rules,
    due,
    is_working_day,
    local_date,
    rule,
)
from tests.lib.strategies import receipts

ON = date(2026, 11, 23)
# Tallinn and Paris change their clocks at night, the Azores, Beirut and Havana at midnight.
ZONES = st.sampled_from(
    ["Europe/Tallinn", "Europe/Paris", "Atlantic/Azores", "Asia/Beirut", "America/Havana"]
)
countries = st.sampled_from(sorted(COUNTRIES))
rules = st.sampled_from(all_rules())
day_rules = rules.filter(lambda r: not r.in_hours)
rolling_rules = rules.filter(lambda r: r.roll)
hour_rules = rules.filter(lambda r: r.in_hours)


@given(day_rules, receipts, receipts, countries, ZONES)
def test_an_earlier_receipt_is_never_due_later(rule, one, other, country, tz):
    first, second = sorted((one, other))
    assert (
        due(rule, first, country=country, tz=tz).at <= due(rule, second, country=country, tz=tz).at
    )


@given(rolling_rules, receipts, countries, ZONES)
def test_a_rule_that_rolls_never_ends_on_a_day_off(rule, received, country, tz):
    assert is_working_day(due(rule, received, country=country, tz=tz).on, country)


@given(receipts, countries, ZONES)
def test_one_month_is_never_less_than_28_days(received, country, tz):
    end = due(rule("dsr_base", ON), received, country=country, tz=tz).on
    assert end - local_date(received, tz) >= timedelta(days=28)


@given(receipts, countries, ZONES)
def test_the_extended_day_never_comes_before_the_base(received, country, tz):
    base = due(rule("dsr_base", ON), received, country=country, tz=tz)
    assert due(rule("dsr_base", ON), received, country=country, tz=tz, extended=True).at > base.at


@given(hour_rules, receipts, countries, ZONES)
def test_hours_are_exactly_so_many_times_3600_seconds(rule, received, country, tz):
    elapsed = due(rule, received, country=country, tz=tz).at - received
    assert elapsed.total_seconds() == rule.amount * 3600


@given(day_rules, receipts, countries, ZONES)
def test_a_day_is_over_at_its_own_midnight_whatever_clocks_do(rule, received, country, tz):
    end = due(rule, received, country=country, tz=tz)
    assert local_date(end.at, tz) == end.on + timedelta(days=1)
    assert local_date(end.at - timedelta(microseconds=1), tz) == end.on


@given(day_rules, receipts, countries, ZONES)
def test_the_hour_of_receipt_does_not_matter_to_days(rule, received, country, tz):
    noon = datetime.combine(local_date(received, tz), time(12), ZoneInfo(tz))
    assert (
        due(rule, received, country=country, tz=tz).at == due(rule, noon, country=country, tz=tz).at
    )


@given(receipts, countries, ZONES)
def test_our_promise_is_seven_days_and_never_moves(received, country, tz):
    end = due(rule("our_promise", ON), received, country=country, tz=tz).on
    assert end == local_date(received, tz) + timedelta(days=7)


@given(receipts, countries, st.integers(2, 15))
def test_days_that_roll_hold_two_working_days(received, country, amount):
    """Reg. 1182/71 Art. 3(5)."""
    days = replace(rule("dsr_base", ON), amount=amount, unit=Unit.DAYS)
    start, end = received.date(), due(days, received, country=country, tz="UTC").on
    inside = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]
    assert sum(is_working_day(day, country) for day in inside) >= 2


@given(receipts, countries, st.integers(0, 20), st.integers(0, 40))
def test_a_pause_moves_the_nominal_day_by_its_local_days(received, country, asked, waited):
    since = received + timedelta(days=asked)
    pause = since, since + timedelta(days=waited)
    base = rule("dsr_base", ON)
    plain = due(base, received, country=country, tz="UTC")
    paused = due(base, received, country=country, tz="UTC", pauses=[pause])
    assert paused.nominal - plain.nominal == timedelta(days=waited)


def again(end: Due) -> tuple[Step, ...]:
    return tuple(Step.from_json(step.as_json()) for step in end.trace)


@given(rules, receipts, countries, ZONES)
def test_a_kept_trace_reads_back_as_it_was(rule, received, country, tz):
    end = due(rule, received, country=country, tz=tz)
    assert again(end) == end.trace


@given(rules, receipts, countries, ZONES)
def test_the_trace_leads_from_the_first_day_to_the_last(rule, received, country, tz):
    end = due(rule, received, country=country, tz=tz)
    assert (end.trace[0].day, end.trace[-1].day) == (local_date(received, tz), end.on)
