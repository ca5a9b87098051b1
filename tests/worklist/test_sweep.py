"""The sweep gives every due clock its alert, once, and says how late it is itself."""

from datetime import UTC, datetime, timedelta

import pytest

from dpo_office.evidence.models import Event
from dpo_office.lib.periods import start_of_day
from dpo_office.worklist.models import Alert, Clock
from dpo_office.worklist.services import clocks
from dpo_office.worklist.services.sweeping import lag, sweep
from tests.worklist.conftest import RECEIVED

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def promise(start, time_machine):
    """Our promise of a request received on 2 Nov, logged at once; due on 9 Nov."""
    time_machine.move_to(RECEIVED, tick=False)
    return start("our_promise")


def levels(clock) -> list[str]:
    return [Alert.Level(a.level).name for a in clock.alerts.order_by("rang_at")]


def test_nothing_is_due_at_first(promise):
    assert sweep(RECEIVED) == 0


def test_a_clock_speaks_at_every_level_in_turn(promise):
    for hours in range(9 * 24):
        sweep(RECEIVED + timedelta(hours=hours))
    assert levels(promise) == ["HALF", "TWO_DAYS", "ONE_DAY", "TODAY", "LATE"]


def test_a_second_sweep_finds_nothing(promise):
    now = RECEIVED + 4 * DAY
    assert (sweep(now), sweep(now)) == (1, 0)


def test_a_stopped_clock_does_not_speak(promise, owner):
    clocks.stop(promise, by=owner, at=RECEIVED)
    assert sweep(RECEIVED + 30 * DAY) == 0


def test_after_three_days_without_sweeps_the_alerts_go_out_and_say_how_late(promise):
    before = start_of_day(promise.due_on - 2 * DAY, "Europe/Tallinn") - timedelta(minutes=1)
    sweep(before)
    sweep(before + 3 * DAY)
    told = promise.alerts.get(level=Alert.Level.TWO_DAYS)
    assert told.late_by == 3 * DAY - timedelta(minutes=1)
    assert levels(promise) == ["HALF", "TWO_DAYS", "ONE_DAY", "TODAY"]


def test_a_request_logged_late_speaks_of_its_last_level_only(start, time_machine):
    time_machine.move_to(RECEIVED + 10 * DAY, tick=False)
    clock = start("our_promise")
    sweep(RECEIVED + 10 * DAY)
    assert levels(clock) == ["LATE"]


def test_a_clock_set_back_raises_nothing_twice(promise):
    now = RECEIVED + 6 * DAY
    sweep(now)
    before = Alert.objects.count()
    assert sweep(now - 2 * DAY) == 0
    assert sweep(now) == 0
    assert Alert.objects.count() == before


def test_an_extended_clock_speaks_again_of_its_new_date(start, letter, owner, time_machine):
    time_machine.move_to(RECEIVED, tick=False)
    clock = start()
    sweep(clock.due_at - timedelta(minutes=1))
    told = RECEIVED + 20 * DAY
    time_machine.move_to(told, tick=False)
    clocks.extend(clock, notice=letter(), reason="Complex", by=owner, at=told)
    sweep(clock.due_at)
    assert levels(clock).count("TODAY") == 2
    assert levels(clock).count("LATE") == 1


def test_small_batches_find_everything(start, time_machine):
    time_machine.move_to(RECEIVED, tick=False)
    for _ in range(7):
        start("our_promise")
    assert sweep(RECEIVED + 4 * DAY, batch=2) == 7


def test_a_sweep_is_told_in_the_trail_without_naming_anything(promise):
    sweep(RECEIVED + 4 * DAY)
    facts = Event.objects.get(kind="clocks.swept").facts
    assert (facts["clocks"], facts["alerts"]) == (1, 1)


def test_an_idle_sweep_leaves_no_trace(promise):
    sweep(RECEIVED)
    assert not Event.objects.filter(kind="clocks.swept").exists()


@pytest.mark.parametrize(
    ("rule_id", "needs_mail"), [("our_promise", False), ("dsr_base", True), ("breach_72h", True)]
)
def test_only_a_legal_deadline_within_48_hours_asks_for_a_mail(start, rule_id, needs_mail):
    clock = start(rule_id)
    Clock.objects.filter(pk=clock.pk).update(next_alert_at=clock.due_at)
    sweep(clock.due_at)
    assert clock.alerts.get().needs_mail is needs_mail


def test_half_a_month_before_the_deadline_the_digest_is_enough(start, time_machine):
    time_machine.move_to(RECEIVED, tick=False)
    clock = start()
    sweep(RECEIVED + 16 * DAY)
    assert clock.alerts.get().needs_mail is False


def test_the_lag_is_the_age_of_the_oldest_due_alert(promise):
    now = promise.next_alert_at + timedelta(minutes=7)
    assert lag(now) == timedelta(minutes=7)
    sweep(now)
    assert lag(now) == timedelta(0)


def test_a_clock_on_the_leap_day_speaks_on_that_day(start, time_machine):
    received = datetime(2028, 2, 22, 9, tzinfo=UTC)
    time_machine.move_to(received, tick=False)
    clock = start("our_promise", started_at=received)
    sweep(start_of_day(datetime(2028, 2, 29, tzinfo=UTC).date(), "Europe/Tallinn"))
    assert levels(clock)[-1] == "TODAY"
