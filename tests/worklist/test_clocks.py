"""A clock starts, is paused with a letter, extended with a notice, and stops."""

from datetime import UTC, datetime, timedelta

import pytest

from dpo_office.correspondence.models import Letter
from dpo_office.evidence.models import Event
from dpo_office.worklist.models import Clock
from dpo_office.worklist.refusals import ClockRefused
from dpo_office.worklist.services import clocks
from tests.worklist.conftest import LATER, RECEIVED

pytestmark = pytest.mark.django_db


def test_a_clock_keeps_rule_version_country_and_zone(start):
    clock = start()
    assert (clock.rule_id, clock.country, clock.time_zone) == ("dsr_base", "EE", "Europe/Tallinn")
    assert clock.rule_valid_from <= RECEIVED.date()


def test_our_promise_is_seven_days_and_over_at_midnight_in_tallinn(start):
    """P5.1"""
    clock = start("our_promise")
    assert (clock.due_on.isoformat(), clock.kind) == ("2026-11-09", Clock.Kind.PROMISE)
    assert clock.due_at == datetime(2026, 11, 9, 22, tzinfo=UTC)


def test_the_legal_deadline_is_one_month(start):
    """P5.1, GDPR Art. 12(3)"""
    assert start().due_on.isoformat() == "2026-12-02"
    assert start().trace


def test_hours_are_strict(start):
    clock = start("breach_72h")
    assert clock.due_at == RECEIVED + timedelta(hours=72)
    assert clock.kind == Clock.Kind.HOURS


def test_a_start_is_told_in_the_trail_of_the_case(start, case):
    about = case()
    clock = start(about=about)
    event = Event.objects.get(kind="clock.started")
    assert event.about == about
    assert event.facts["clock"] == clock.pk


def test_a_clock_cannot_start_in_the_future(start):
    with pytest.raises(ClockRefused, match="lies in the future"):
        start(started_at=LATER + timedelta(days=1))


def test_the_same_clock_runs_once_for_a_record(start, case):
    about = case()
    start(about=about)
    with pytest.raises(ClockRefused, match="already running"):
        start(about=about)


def test_a_stopped_clock_alerts_no_more(start, owner):
    clock = start()
    clocks.stop(clock, by=owner, at=RECEIVED + timedelta(days=3))
    clock.refresh_from_db()
    assert clock.next_alert_at is None
    assert not Clock.objects.running().exists()


def test_a_clock_stops_once(start, owner):
    clock = start()
    clocks.stop(clock, by=owner, at=RECEIVED)
    with pytest.raises(ClockRefused, match="has stopped"):
        clocks.stop(clock, by=owner, at=RECEIVED)


def test_a_clock_does_not_stop_before_it_started(start, owner):
    with pytest.raises(ClockRefused, match="before the clock started"):
        clocks.stop(start(), by=owner, at=RECEIVED - timedelta(days=1))


def test_the_deadline_without_the_pause_stays_beside_the_paused_one(start, letter, owner):
    """P5.1"""
    clock = start()
    clocks.pause(clock, letter=letter(), by=owner, at=RECEIVED + timedelta(days=1))
    clocks.resume(clock, by=owner, at=RECEIVED + timedelta(days=6))
    clock.refresh_from_db()
    assert clock.due_on.isoformat() == "2026-12-02"
    assert clock.paused_due_on.isoformat() == "2026-12-07"


def test_a_pause_does_not_move_the_alerts(start, letter, owner):
    """P5.1: the earlier date alerts."""
    clock = start()
    before = clock.alert_times
    clocks.pause(clock, letter=letter(), by=owner, at=RECEIVED)
    clocks.resume(clock, by=owner, at=RECEIVED + timedelta(days=6))
    clock.refresh_from_db()
    assert clock.alert_times == before


def test_a_pause_needs_a_letter_that_was_sent(start, letter, owner):
    with pytest.raises(ClockRefused, match="Send the letter first"):
        clocks.pause(start(), letter=letter(Letter.Status.DRAFT), by=owner, at=RECEIVED)


@pytest.mark.parametrize("rule_id", ["our_promise", "breach_72h", "contract_working_days"])
def test_only_a_legal_deadline_in_days_is_paused(start, letter, owner, rule_id):
    with pytest.raises(ClockRefused, match="never pauses"):
        clocks.pause(start(rule_id), letter=letter(), by=owner, at=RECEIVED)


def test_a_clock_is_not_paused_twice_at_once(start, letter, owner):
    clock = start()
    clocks.pause(clock, letter=letter(), by=owner, at=RECEIVED)
    with pytest.raises(ClockRefused, match="paused at that time already"):
        clocks.pause(clock, letter=letter(), by=owner, at=RECEIVED + timedelta(days=1))


def test_a_letter_pauses_a_clock_once(start, letter, owner):
    clock, asked = start(), letter()
    clocks.pause(clock, letter=asked, by=owner, at=RECEIVED)
    clocks.resume(clock, by=owner, at=RECEIVED + timedelta(days=1))
    with pytest.raises(ClockRefused, match="paused this clock before"):
        clocks.pause(clock, letter=asked, by=owner, at=RECEIVED + timedelta(days=2))


@pytest.mark.parametrize("deed", [clocks.stop, clocks.resume])
def test_nothing_happens_to_a_clock_in_the_future(start, letter, owner, deed):
    clock = start()
    clocks.pause(clock, letter=letter(), by=owner, at=RECEIVED)
    with pytest.raises(ClockRefused, match="lies in the future"):
        deed(clock, by=owner, at=LATER + timedelta(days=1))


def test_a_clock_is_handed_over(start, owner, person):
    clock, other = start(), person()
    clocks.hand_over(clock, to=other, by=owner)
    clock.refresh_from_db()
    assert clock.owner == other
    assert Event.objects.get(kind="clock.handed_over").facts["former"] == owner.pk


@pytest.mark.parametrize("days", [-1, 31])
def test_a_pause_begins_while_the_deadline_runs(start, letter, owner, days):
    with pytest.raises(ClockRefused, match="while the deadline runs"):
        clocks.pause(start(), letter=letter(), by=owner, at=RECEIVED + timedelta(days=days))


def test_a_clock_that_is_not_paused_is_not_resumed(start, owner):
    with pytest.raises(ClockRefused, match="not paused"):
        clocks.resume(start(), by=owner, at=RECEIVED)


def test_an_answer_does_not_come_before_the_question(start, letter, owner):
    clock = start()
    clocks.pause(clock, letter=letter(), by=owner, at=RECEIVED + timedelta(days=2))
    with pytest.raises(ClockRefused, match="before we asked"):
        clocks.resume(clock, by=owner, at=RECEIVED + timedelta(days=1))


def extend(clock, letter, owner, *, days=10, reason="Many stores, many requests"):
    at = RECEIVED + timedelta(days=days)
    clocks.extend(clock, notice=letter, reason=reason, by=owner, at=at)


def test_an_extension_counts_three_months_from_receipt(start, letter, owner):
    """GDPR Art. 12(3); Reg. 1182/71: not one month plus two."""
    clock = start(started_at=datetime(2026, 10, 31, 9, tzinfo=UTC))
    extend(clock, letter(), owner)
    clock.refresh_from_db()
    assert clock.due_on.isoformat() == "2027-02-01"


def test_an_extension_keeps_its_reason_as_an_erasable_value(start, letter, owner):
    extend(start(), letter(), owner)
    event = Event.objects.get(kind="clock.extended")
    assert event.details.get(name="reason").value == "Many stores, many requests"
    assert "Many stores" not in str(event.facts)


def test_the_alerts_begin_anew_after_an_extension(start, letter, owner, time_machine):
    time_machine.move_to(RECEIVED + timedelta(days=12))
    clock = start()
    extend(clock, letter(), owner)
    assert clock.alert_times[-1] == clock.due_at
    assert clock.next_alert_at > RECEIVED + timedelta(days=30)


def test_an_extension_gives_its_reason(start, letter, owner):
    with pytest.raises(ClockRefused, match="Give the reason"):
        extend(start(), letter(), owner, reason=" ")


def test_an_extension_needs_a_notice_that_was_sent(start, letter, owner):
    with pytest.raises(ClockRefused, match="Send the letter first"):
        extend(start(), letter(Letter.Status.DRAFT), owner)


def test_an_extension_is_told_inside_the_first_month(start, letter, owner):
    with pytest.raises(ClockRefused, match="inside the first month"):
        extend(start(), letter(), owner, days=32)


def test_a_deadline_is_extended_once(start, letter, owner):
    clock = start()
    extend(clock, letter(), owner)
    with pytest.raises(ClockRefused, match="extended once"):
        extend(clock, letter(), owner)


def test_our_promise_is_never_extended(start, letter, owner):
    with pytest.raises(ClockRefused, match="cannot be extended"):
        extend(start("our_promise"), letter(), owner, days=1)
