"""The run record, and the beat task that lets purgers work (P2.4, F5)."""

import time
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from dpo_office.evidence.models import Event
from dpo_office.lib import doors
from dpo_office.lib.door_shapes import PurgePlan
from retention.models import PurgeRun
from retention.services import purging

pytestmark = pytest.mark.django_db


class Drawer:
    """A kind of data that the test fills; removes in one go, or breaks."""

    identifier, verbose_name = "test.drawer", "Drawer"

    def __init__(self, due: int, failure: Exception | None = None) -> None:
        self.left, self.failure = due, failure

    def plan(self, now: datetime) -> PurgePlan:
        return PurgePlan(due=self.left, held=2, oldest=now - timedelta(days=400))

    def purge(self, now: datetime) -> int:
        if self.failure:
            raise self.failure
        done, self.left = self.left, 0
        return done

    def oldest(self) -> datetime | None:
        return None


@pytest.fixture
def drawer(monkeypatch):
    """Register a drawer for the test alone."""
    monkeypatch.setattr(doors, "purgers", doors.Registry("purgers"))
    return lambda **contents: doors.purgers.register(Drawer(**contents))


def test_a_run_keeps_counts_and_the_observed_oldest(drawer):
    drawer(due=5)
    run = purging.run("test.drawer", timezone.now())
    assert (run.status, run.due, run.held, run.purged) == ("done", 5, 2, 5)
    assert run.oldest_before
    assert run.oldest_after is None


def test_nothing_due_leaves_no_run(drawer):
    drawer(due=0)
    assert purging.run("test.drawer", timezone.now()) is None
    assert purging.kinds_due(timezone.now()) == []


def test_a_second_run_at_once_steps_aside(drawer):
    drawer(due=5)
    now = timezone.now()
    PurgeRun.objects.create(purger="test.drawer", started_at=now, due=5)
    assert purging.run("test.drawer", now) is None


def test_the_database_admits_one_running_purge_per_kind():
    now = timezone.now()
    PurgeRun.objects.create(purger="x", started_at=now, due=1)
    with pytest.raises(IntegrityError, match="one_running_purge_per_kind"):
        PurgeRun.objects.create(purger="x", started_at=now, due=1)


def test_a_run_whose_worker_died_is_ended_and_the_next_goes_on(drawer):
    drawer(due=5)
    now = timezone.now()
    dead = PurgeRun.objects.create(purger="test.drawer", started_at=now - timedelta(hours=1), due=9)
    assert purging.run("test.drawer", now).purged == 5
    dead.refresh_from_db()
    assert dead.status == "failed"
    assert "worker died" in dead.trouble


def test_a_failure_is_kept_without_its_message(drawer):
    """A8: the message of an error may quote data."""
    drawer(due=5, failure=ValueError("maarit@mail.example"))
    run = purging.run("test.drawer", timezone.now())
    assert run.status == "failed"
    assert run.trouble == "It stopped with ValueError."


def test_the_end_of_a_run_is_in_the_trail(drawer):
    drawer(due=5)
    run = purging.run("test.drawer", timezone.now())
    assert Event.objects.get(kind="purgerun.done").about == run


def test_an_unknown_kind_is_left_alone(drawer):
    assert purging.run("no.such", timezone.now()) is None


def test_a_run_says_how_long_it_took(drawer, monkeypatch):
    slow = drawer(due=1)
    monkeypatch.setattr(slow, "purge", lambda now: time.sleep(0.02) or 1)
    run = purging.run("test.drawer", timezone.now())
    assert run.finished_at - run.started_at >= timedelta(seconds=0.02)
