"""Why a date is what it is, in words that a page renders and the trail keeps (P5.1)."""

import json
from dataclasses import FrozenInstanceError
from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from dpo_office.lib.periods import HOLIDAYS_VERSION, Kind, Rule, Step, Unit, due, rule
from dpo_office.lib.periods.trace import WORDS

ON = date(2026, 11, 23)


def end_of(rule_id, year, month, day, *pauses, country="EE", **more):
    received = datetime(year, month, day, 9, tzinfo=UTC)
    applied = rule(rule_id, ON)
    return due(applied, received, country=country, tz="Europe/Tallinn", pauses=pauses, **more)


def test_a_short_month_and_a_weekend_are_told():
    assert end_of("dsr_base", 2026, 1, 31).words == (
        "received Sat 31 Jan 2026"
        " -> 1 month later is Sat 28 Feb 2026, the last day of a shorter month"
        " -> 28 Feb is a Saturday"
        " -> 1 Mar is a Sunday"
        " -> the last day is Mon 2 Mar 2026"
    )


def test_a_public_holiday_is_told_by_name():
    assert "24 Feb is a public holiday (Independence Day)" in end_of("dsr_base", 2026, 1, 24).words


def test_hours_are_told_with_the_time_on_the_wall():
    assert end_of("breach_72h", 2026, 10, 23).words == (
        "aware since Fri 23 Oct 2026 12:00"
        " -> 72 hours later, hour by hour, is Mon 26 Oct 2026 11:00"
    )


def test_a_pause_is_told_as_house_policy():
    pause = datetime(2026, 11, 4, tzinfo=UTC), datetime(2026, 11, 10, tzinfo=UTC)
    assert (
        "paused from Wed 4 Nov 2026 to Tue 10 Nov 2026: by house policy 6 days more, Mon 7 Dec 2026"
    ) in end_of("dsr_base", 2026, 11, 1, pause).words


def test_pauses_that_overlap_count_once():
    days = [datetime(2026, 11, day, tzinfo=UTC) for day in (4, 8, 6, 10)]
    end = end_of("dsr_base", 2026, 11, 1, (days[2], days[3]), (days[0], days[1]))
    (pause,) = [step for step in end.trace if step.kind == Kind.PAUSED]
    assert (pause.since.day, pause.until.day, pause.amount) == (4, 10, 6)


def test_pauses_that_meet_are_told_as_one():
    days = [datetime(2026, 11, day, tzinfo=UTC) for day in (4, 8, 10)]
    end = end_of("dsr_base", 2026, 11, 1, (days[0], days[1]), (days[1], days[2]))
    assert [step.amount for step in end.trace if step.kind == Kind.PAUSED] == [6]


def test_a_pause_inside_another_adds_nothing():
    days = [datetime(2026, 11, day, tzinfo=UTC) for day in (4, 6, 10, 20)]
    end = end_of("dsr_base", 2026, 11, 1, (days[0], days[3]), (days[1], days[2]))
    assert [step.amount for step in end.trace if step.kind == Kind.PAUSED] == [16]


def test_weeks_are_never_called_a_shorter_month():
    assert "shorter" not in end_of("prior_consultation_8w", 2026, 3, 2).words


def test_our_promise_says_that_it_does_not_move():
    words = end_of("our_promise", 2026, 11, 21).words
    assert "28 Nov is no working day, but this period never moves" in words


def test_two_working_days_are_told():
    """Art. 3(5): two days from Christmas Eve's eve end when two working days are over."""
    two_days = Rule("two", 2, Unit.DAYS, True, ON, "a contract")
    end = due(two_days, datetime(2026, 12, 23, 9, tzinfo=UTC), country="EE", tz="Europe/Tallinn")
    assert "at least two working days: until Tue 29 Dec 2026" in end.words


def test_one_day_needs_no_second_working_day():
    one_day = Rule("one", 1, Unit.DAYS, True, ON, "a contract")
    end = due(one_day, datetime(2026, 11, 23, 9, tzinfo=UTC), country="EE", tz="Europe/Tallinn")
    assert end.on == date(2026, 11, 24)


def test_an_extension_follows_the_local_day_of_receipt():
    """Already 25 May 2018 in Tallinn, the first day of the GDPR."""
    received = datetime(2018, 5, 24, 22, 30, tzinfo=UTC)
    base = rule("dsr_base", ON)
    end = due(base, received, country="EE", tz="Europe/Tallinn", extended=True)
    assert end.nominal == date(2018, 8, 25)


def test_an_extension_counts_from_the_receipt():
    end = end_of("dsr_base", 2026, 1, 31, extended=True)
    assert end.words.startswith("received Sat 31 Jan 2026 -> 3 months later is Thu 30 Apr 2026")
    assert end.rule_id == "dsr_extended"


def test_the_date_knows_by_which_version_of_what_it_came_about():
    end = end_of("dsr_base", 2026, 1, 31)
    assert (end.rule_version, end.holidays_version) == (date(2018, 5, 25), HOLIDAYS_VERSION)


def test_every_kind_of_step_has_words():
    assert WORDS.keys() == set(Kind)


def test_the_words_follow_the_reader_s_language():
    step = Step(Kind.LAST_DAY, date(2026, 3, 2))
    with translation.override("de"):
        assert "Mo 2 Mär 2026" in str(step)


def test_a_trace_is_kept_as_json():
    trace = end_of("dsr_base", 2026, 1, 31).trace
    kept = json.loads(json.dumps([step.as_json() for step in trace]))
    assert kept[2] == {"kind": "saturday", "day": "2026-02-28"}
    assert tuple(map(Step.from_json, kept)) == trace


def test_an_hour_that_comes_twice_is_kept_apart():
    """03:30 in Tallinn for the second time that night, an hour after the first."""
    received = datetime(2026, 10, 22, 1, 30, tzinfo=UTC)
    end = due(rule("breach_72h", ON), received, country="EE", tz="Europe/Tallinn")
    assert end.trace[-1].as_json()["at"] == "2026-10-25T03:30:00+02:00"
    assert Step.from_json(end.trace[-1].as_json()) == end.trace[-1]


def test_a_date_once_computed_does_not_change():
    with pytest.raises(FrozenInstanceError):
        end_of("dsr_base", 2026, 1, 31).on = date(2030, 1, 1)
