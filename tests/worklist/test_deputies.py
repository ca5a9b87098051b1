"""Whoever stands in for an absent owner gets alerts, tasks and digest as well (F4)."""

from datetime import date, timedelta

import pytest

from dpo_office.correspondence.models import Delivery
from dpo_office.organisation.models import Absence
from dpo_office.worklist.models import Clock, Task
from dpo_office.worklist.services import clocks, digests, people, tasks, urgent
from tests.worklist.conftest import RECEIVED

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("profile", "described")]
FIRST, LAST = date(2026, 12, 1), date(2026, 12, 4)
NOW = RECEIVED + timedelta(days=29)  # Tue 1 Dec


@pytest.fixture
def stand_in(owner, person):
    other = person("Dora Deputy")
    Absence.objects.create(user=owner, deputy=other, first_day=FIRST, last_day=LAST)
    return other


@pytest.fixture
def legal(start, time_machine):
    time_machine.move_to(RECEIVED)
    clock = start()
    time_machine.move_to(NOW)
    return clock


def test_an_urgent_mail_goes_to_both(legal, owner, stand_in):
    clocks.sweep(NOW)
    urgent.mail_deadlines(NOW)
    assert set(Delivery.objects.values_list("to", flat=True)) == {owner.email, stand_in.email}


def test_the_digest_of_the_stand_in_says_for_what_it_stands_in(legal, owner, stand_in):
    assert "as stand-in" in digests.items_for(stand_in, NOW)
    assert "as stand-in" not in digests.items_for(owner, NOW)


def test_tasks_wait_for_the_stand_in_as_long_as_the_absence_lasts(case, owner, stand_in):
    task = tasks.open_task(case(), title="T", due_on=LAST, owner=owner, by=None)
    for day, waiting in ((FIRST, [task]), (LAST, [task]), (LAST + timedelta(days=1), [])):
        assert list(people.waiting_for(Task.objects.open(), stand_in, day)) == waiting


def test_the_owner_keeps_seeing_their_own(legal, owner, stand_in):
    assert list(people.waiting_for(Clock.objects.running(), owner, FIRST)) == [legal]


def test_a_deputy_who_is_away_passes_it_on(owner, stand_in, person):
    third = person()
    Absence.objects.create(user=stand_in, deputy=third, first_day=FIRST, last_day=LAST)
    assert owner in people.desks_of(third, FIRST)
    assert people.told_of(owner, FIRST) == [owner, third]


def test_nobody_stands_in_for_who_is_here(owner, stand_in):
    assert people.stand_in_note(owner, LAST + timedelta(days=1)) is None
    assert people.stand_in_note(owner, LAST) == stand_in
    assert people.stand_in_note(None, LAST) is None


def test_a_stand_in_whose_account_is_closed_is_not_told(owner, stand_in):
    stand_in.is_active = False
    stand_in.save()
    assert people.told_of(owner, FIRST) == [owner]
