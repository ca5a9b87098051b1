"""The clock of a host, or of the database, jumps: alerts go out once, and somebody is told."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from dpo_office import clock_watch
from dpo_office.correspondence.models import Delivery
from dpo_office.correspondence.services import outbox
from dpo_office.lib.clock import database_now
from dpo_office.tasks import beat_once
from dpo_office.worklist import tasks
from dpo_office.worklist.models import Alert, Finding
from dpo_office.worklist.services import clocks
from requests_app.services import intake

pytestmark = pytest.mark.usefixtures("own_database", "profile")
JUMPS = [timedelta(hours=1), timedelta(hours=-1), timedelta(days=2), timedelta(days=-2)]


@pytest.fixture(autouse=True)
def _no_time_remembered():
    cache.delete(clock_watch.LAST)
    yield
    cache.delete(clock_watch.LAST)


@pytest.fixture
def logged(dpo):
    """A request of six days ago: our promise alerts, the law does not yet."""
    now = timezone.now()
    return intake.log_request(
        name="Maarit Näidis",
        email="maarit@mail.example",
        rights=["access"],
        received_at=now - timedelta(days=6),
        by=dpo,
        now=now,
    )


def alerts():
    return set(Alert.objects.values_list("clock_id", "level"))


@pytest.mark.parametrize("jump", JUMPS, ids=str)
def test_a_host_whose_clock_is_wrong_raises_the_same_alerts(logged, time_machine, jump):
    """Invariant 2: the sweep asks the database what time it is."""
    time_machine.move_to(datetime.now(UTC) + jump)
    assert abs(timezone.now() - database_now() - jump) < timedelta(minutes=5)  # the fault happened
    tasks.sweep_clocks()
    found = alerts()
    assert found
    assert not Alert.objects.filter(rang_at__gt=database_now()).exists()  # none too early
    clocks.sweep(database_now())
    assert alerts() == found  # none left out


@pytest.mark.parametrize("jump", JUMPS, ids=str)
def test_a_jump_of_the_database_s_clock_repeats_no_alert(logged, jump):
    """There and back again, each alert (clock, level) once."""
    now = database_now()
    clocks.sweep(now)
    clocks.sweep(now + jump)
    ahead = list(Alert.objects.values_list("clock_id", "level"))
    clocks.sweep(now)
    clocks.sweep(now + jump)
    assert list(Alert.objects.values_list("clock_id", "level")) == ahead
    assert len(set(ahead)) == len(ahead)


@pytest.mark.parametrize("jump", JUMPS, ids=str)
def test_a_wrong_host_neither_loses_nor_repeats_a_mail(dpo, sink, time_machine, jump):
    mail = outbox.post("t:1", to=dpo.email, subject="A", body="B")
    time_machine.move_to(datetime.now(UTC) + jump)
    for _ in range(2):
        outbox.sweep(database_now())
        outbox.drain(urgent=False, seconds=5)
    assert sink.message_ids == [mail.message_id]
    assert Delivery.objects.get().state == Delivery.State.SENT


def test_a_wrong_host_is_a_finding_until_it_is_right_again(time_machine):
    right = datetime.now(UTC)
    time_machine.move_to(right + timedelta(hours=1))
    beat_once()
    found = Finding.objects.get(check_name=clock_watch.HOST)
    assert (found.status, found.is_failure) == ("open", True)
    time_machine.move_to(database_now())
    beat_once()
    found.refresh_from_db()
    assert found.status == "resolved"


def test_a_database_that_goes_back_in_time_is_a_finding():
    now = database_now()
    clock_watch.compare(now, now)
    earlier = now - timedelta(hours=1)
    clock_watch.compare(earlier, earlier)
    found = Finding.objects.get(check_name=clock_watch.BACK)
    assert "went back by 3600 s" in found.text
    clock_watch.compare(earlier + timedelta(minutes=1), earlier + timedelta(minutes=1))
    found.refresh_from_db()
    assert found.status == "open"


@pytest.mark.parametrize("moved", [timedelta(0), timedelta(seconds=59), timedelta(seconds=-59)])
def test_small_differences_are_nobody_s_business(moved):
    now = database_now()
    clock_watch.compare(now + moved, now)
    clock_watch.compare(now, now + moved)
    assert not Finding.objects.exists()
