"""The list of purge runs: looked at by readers, written by nobody (F3, F5)."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from retention.models import PurgeRun

pytestmark = pytest.mark.django_db
LIST = "/admin/retention/purgerun/"


@pytest.fixture
def run(profile) -> PurgeRun:
    now = timezone.now()
    return PurgeRun.objects.create(
        purger="closed_requests",
        status="done",
        started_at=now - timedelta(minutes=2),
        finished_at=now,
        due=7,
        held=3,
        purged=7,
        oldest_before=now - timedelta(days=1200),
    )


@pytest.mark.parametrize("who", ["dpo", "decision_owner", "auditor"])
def test_readers_see_counts_and_the_oldest(request, admin_of, run, who):
    client = admin_of(request.getfixturevalue(who))
    text = client.get(LIST).content.decode()
    assert "persons in closed requests" in text
    assert "120 s" in text
    assert client.get(f"{LIST}{run.pk}/change/").status_code == 200


def test_runs_are_found_by_kind_and_state(dpo, admin_of, run):
    client = admin_of(dpo)
    assert "persons in closed" in client.get(LIST, {"q": "closed"}).content.decode()
    assert "persons in closed" not in client.get(LIST, {"status__exact": "failed"}).content.decode()


@pytest.mark.parametrize("way", ["add/", "{pk}/delete/"])
def test_nobody_writes_or_deletes_a_run(dpo, admin_of, run, way):
    assert admin_of(dpo).post(LIST + way.format(pk=run.pk), {"post": "yes"}).status_code == 403


def test_a_run_is_not_changed_by_hand(dpo, admin_of, run):
    admin_of(dpo).post(f"{LIST}{run.pk}/change/", {"due": 0})
    run.refresh_from_db()
    assert run.due == 7


def test_staff_do_not_see_them(staff, admin_of, run):
    assert admin_of(staff).get(LIST).status_code == 403


def test_the_night_removes_what_is_due_before_it_asks_whether_all_holds():
    """F5: both are on the schedule, on the queue of long work."""
    beat = settings.CELERY_BEAT_SCHEDULE
    purge, verify = beat["remove what is due"], beat["ask whether everything holds"]
    assert purge["task"] == "retention.tasks.purge_all_due"
    assert (purge["schedule"].hour, verify["schedule"].hour) == ({1}, {3})
    assert {purge["options"]["queue"], verify["options"]["queue"]} == {"bulk"}
