"""What verify_office and the health page ask of clocks."""

from datetime import timedelta

import pytest

from dpo_office.lib import doors
from dpo_office.worklist.models import Clock
from dpo_office.worklist.services import clocks
from tests.worklist.conftest import RECEIVED

pytestmark = pytest.mark.django_db


def broken() -> list[str]:
    return doors.invariants.get("clocks").broken()


def test_clocks_of_every_kind_are_as_computed(start, letter, owner):
    for rule_id in ("our_promise", "breach_72h", "contract_working_days", "dsr_base"):
        clock = start(rule_id)
    clocks.pause(clock, letter=letter(), by=owner, at=RECEIVED)
    clocks.resume(clock, by=owner, at=RECEIVED + timedelta(days=4))
    clocks.extend(clock, notice=letter(), reason="x", by=owner, at=RECEIVED + timedelta(days=9))
    assert broken() == []


@pytest.mark.parametrize(
    "typed",
    [
        {"due_on": RECEIVED.date()},
        {"due_at": RECEIVED + timedelta(days=90)},
        {"started_at": RECEIVED - timedelta(days=1)},
        {"country": "FR", "time_zone": "Europe/Paris"},
        {"alert_times": []},
    ],
)
def test_a_value_that_somebody_typed_is_named(start, typed):
    clock = start()
    Clock.objects.filter(pk=clock.pk).update(**typed)
    assert broken()
    assert all(f"clock {clock.pk} " in line for line in broken())


def test_a_pause_that_somebody_changed_is_named(start, letter, owner):
    clock = start()
    clocks.pause(clock, letter=letter(), by=owner, at=RECEIVED)
    clocks.resume(clock, by=owner, at=RECEIVED + timedelta(days=4))
    clock.pauses.update(answered_at=RECEIVED + timedelta(days=20))
    assert "paused_due_on" in broken()[0]


def test_a_rule_that_is_gone_is_named_and_stops_nobody(start):
    lost, wrong = start(), start()
    Clock.objects.filter(pk=lost.pk).update(rule_id="no_such_rule")
    Clock.objects.filter(pk=wrong.pk).update(due_on=RECEIVED.date())
    assert {line.split()[1] for line in broken()} == {str(lost.pk), str(wrong.pk)}


def test_health_turns_red_when_alerts_wait_for_a_sweep(start, time_machine):
    time_machine.move_to(RECEIVED)
    due = start("our_promise").next_alert_at
    trouble = doors.vital_signs.get("clocks").trouble
    assert trouble(due + timedelta(minutes=2)) == ""
    assert "waited for 5 minutes" in trouble(due + timedelta(minutes=5))
