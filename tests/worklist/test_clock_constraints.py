"""What the database itself refuses, whoever writes."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from dpo_office.worklist.models import Clock, ClockPause, ContractRule
from tests.worklist.conftest import RECEIVED

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def refused(name: str):
    return pytest.raises(IntegrityError, match=name)


def write(clock: Clock, **changes) -> None:
    with transaction.atomic():
        Clock.objects.filter(pk=clock.pk).update(**changes)


def test_a_clock_is_due_after_it_started(start):
    with refused("clock_is_due_after_it_started"):
        write(start(), due_at=RECEIVED)


def test_a_clock_stops_after_it_started(start):
    with refused("clock_stops_after_it_started"):
        write(start(), stopped_at=RECEIVED - DAY, next_alert_at=None)


def test_a_stopped_clock_has_no_next_alert(start):
    with refused("stopped_clock_alerts_no_more"):
        write(start(), stopped_at=RECEIVED + DAY, next_alert_at=RECEIVED + DAY)


@pytest.mark.parametrize(
    "changes",
    [
        {"paused_due_on": RECEIVED.date()},
        {"paused_due_at": RECEIVED + 90 * DAY},
        {"paused_due_on": RECEIVED.date(), "paused_due_at": RECEIVED + DAY},
    ],
)
def test_a_paused_deadline_is_whole_and_later(start, changes):
    with refused("only_a_legal_deadline_is_paused_and_only_to_later"):
        write(start(), **changes)


def test_our_promise_is_never_paused(start):
    """P5.1"""
    with refused("only_a_legal_deadline_is_paused_and_only_to_later"):
        write(start("our_promise"), paused_due_on=RECEIVED, paused_due_at=RECEIVED + 90 * DAY)


def test_no_extension_without_its_notice(start):
    with refused("extension_was_told_inside_the_first_month"):
        write(start(), extended_at=RECEIVED + DAY)


def test_no_extension_after_the_first_month(start, letter):
    with refused("extension_was_told_inside_the_first_month"):
        write(start(), extended_at=RECEIVED + 40 * DAY, extension_notice=letter())


def test_no_extension_of_a_promise(start, letter):
    with refused("extension_was_told_inside_the_first_month"):
        write(start("our_promise"), extended_at=RECEIVED + DAY, extension_notice=letter())


def test_no_pause_without_its_letter(start):
    with refused("letter_id"):
        ClockPause.objects.create(clock=start(), letter=None, asked_at=RECEIVED)


def test_one_pause_at_a_time(start, letter):
    clock = start()
    ClockPause.objects.create(clock=clock, letter=letter(), asked_at=RECEIVED)
    with refused("a_clock_is_paused_once_at_a_time"):
        ClockPause.objects.create(clock=clock, letter=letter(), asked_at=RECEIVED + DAY)


def test_a_pause_ends_after_it_began(start, letter):
    with refused("a_pause_is_answered_after_it_was_asked"):
        ClockPause.objects.create(
            clock=start(), letter=letter(), asked_at=RECEIVED, answered_at=RECEIVED - DAY
        )


def test_contract_hours_never_roll():
    with refused("hours_never_roll"):
        ContractRule.objects.create(
            key="c", valid_from=RECEIVED, amount=24, unit="hours", rolls=True, source="DPA 7"
        )
