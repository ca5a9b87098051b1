"""What cannot be counted is refused with a sentence (bad input of P5.1)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from dpo_office.lib.periods import Duration, Rule, Unit, due, known_country, local_date, rule
from dpo_office.lib.periods import errors as refused

ON = date(2026, 11, 23)
RECEIVED = datetime(2026, 11, 23, 9, tzinfo=UTC)
HERE = {"country": "EE", "tz": "Europe/Tallinn"}
DAY = timedelta(days=1)


def dsr(received=RECEIVED, **more):
    return due(rule("dsr_base", ON), received, **HERE | more)


def test_every_refusal_is_a_value_error_with_a_sentence():
    with pytest.raises(ValueError, match="“XX” is not a country of the EU or the EEA"):
        dsr(country="XX")


@pytest.mark.parametrize("country", ["", "EL", "GB", "US", "ee", "Estonia", "E'; --"])
def test_countries_outside_the_eu_and_eea_are_refused(country):
    with pytest.raises(refused.UnknownCountry):
        known_country(country)


@pytest.mark.parametrize(
    "tz", ["", "Mars/Olympus", "Europe", "../etc/passwd", "/etc/passwd", "a\0b"]
)
def test_unknown_time_zones_are_refused(tz):
    with pytest.raises(refused.UnknownTimeZone, match="no time zone"):
        dsr(tz=tz)


def test_hours_too_want_a_known_country():
    with pytest.raises(refused.UnknownCountry):
        due(rule("breach_72h", ON), RECEIVED, country="XX", tz="Europe/Tallinn")


def test_a_time_without_offset_is_refused():
    with pytest.raises(refused.NaiveTime, match="how far it is from UTC"):
        dsr(RECEIVED.replace(tzinfo=None))


@pytest.mark.parametrize("year", [1, 1066, 1999, 2100, 9999])
def test_absurd_receipts_are_refused(year):
    with pytest.raises(refused.AbsurdDate, match="not between 2000-01-01 and 2099-12-31"):
        dsr(RECEIVED.replace(year=year))


@pytest.mark.parametrize("day", [date(2000, 1, 1), date(2099, 12, 31)])
def test_the_first_and_the_last_day_count(day):
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    assert local_date(noon, "Europe/Tallinn") == day


@pytest.mark.parametrize("unit", Unit)
def test_an_end_past_all_tables_is_refused(unit):
    far = Rule("far", 3660, unit, False, ON, "a contract")
    with pytest.raises(refused.AbsurdDate):
        due(far, RECEIVED.replace(year=2099), **HERE)


@pytest.mark.parametrize("amount", [0, -1, 3661])
def test_absurd_lengths_are_refused(amount):
    with pytest.raises(refused.BadDuration):
        replace(rule("dsr_base", ON), amount=amount)


@pytest.mark.parametrize(
    "text",
    ["", "P", "PT", "P0D", "1M", "P1M2D", "P1.5M", "-P1D", "PT30M", "P99999D", "p1m", "P\uff11D"],
)
def test_other_durations_than_one_length_are_refused(text):
    with pytest.raises(refused.BadDuration, match="not a period that can be counted"):
        Duration.parse(text)


def test_working_days_have_no_iso_form():
    with pytest.raises(refused.BadDuration):
        _ = Duration(2, Unit.WORKING_DAYS).iso


@pytest.mark.parametrize("unit", [Unit.HOURS, Unit.WORKING_DAYS])
def test_hours_and_working_days_need_more_than_a_date(unit):
    with pytest.raises(refused.BadDuration):
        Duration(2, unit).after(ON)


def test_an_unknown_rule_is_refused_with_the_known_ones():
    with pytest.raises(refused.UnknownRule, match="our_promise, enquiry_promise, dsr_base"):
        rule("dsr", ON)


def test_a_rule_is_refused_before_it_was_in_force():
    with pytest.raises(refused.RuleNotInForce, match="not in force on 2018-05-24"):
        rule("dsr_base", date(2018, 5, 24))


def test_our_promise_cannot_be_extended():
    with pytest.raises(refused.NotExtendable, match="our_promise"):
        due(rule("our_promise", ON), RECEIVED, **HERE, extended=True)


@pytest.mark.parametrize("rule_id", ["our_promise", "breach_72h", "extension_notice"])
def test_what_never_pauses_refuses_a_pause(rule_id):
    with pytest.raises(refused.NotPausable):
        due(rule(rule_id, ON), RECEIVED, **HERE, pauses=[(RECEIVED, RECEIVED + DAY)])


def test_a_pause_that_ends_before_it_begins_is_refused():
    with pytest.raises(refused.PauseBackwards):
        dsr(pauses=[(RECEIVED + DAY, RECEIVED)])


def test_a_pause_before_the_receipt_is_refused():
    with pytest.raises(refused.PauseBeforeStart):
        dsr(pauses=[(RECEIVED - DAY, RECEIVED)])


def test_a_period_that_is_over_cannot_pause():
    with pytest.raises(refused.PauseAfterEnd, match="over on 2026-12-23"):
        dsr(pauses=[(RECEIVED + 31 * DAY, RECEIVED + 40 * DAY)])


def test_a_pause_may_begin_on_the_day_to_which_a_weekend_moved_the_end():
    received, asked = datetime(2026, 1, 31, 9, tzinfo=UTC), datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert dsr(received, pauses=[(asked, asked + 3 * DAY)]).nominal == date(2026, 3, 3)


def test_a_pause_may_begin_on_the_last_day():
    assert dsr(pauses=[(RECEIVED + 30 * DAY, RECEIVED + 31 * DAY)]).on == date(2026, 12, 28)
