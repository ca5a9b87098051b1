"""The schedule of beat is looked at and paused, never written (A9)."""

import pytest
from django.conf import settings
from django.contrib import admin
from django.urls import reverse
from django_celery_beat import models as beat
from django_celery_beat.schedulers import DatabaseScheduler, ModelEntry

from dpo_office.celery import app
from dpo_office.evidence.models import Event
from dpo_office.worklist.admin.schedule import rhythm_in_words
from dpo_office.worklist.models import Finding
from dpo_office.worklist.refusals import ScheduleRefused
from dpo_office.worklist.services import people, schedule

pytestmark = pytest.mark.django_db
NAME = "remove what is due"


@pytest.fixture
def entry(profile) -> beat.PeriodicTask:
    ModelEntry.from_entry(NAME, app=app, **settings.CELERY_BEAT_SCHEDULE[NAME])
    return beat.PeriodicTask.objects.get(name=NAME)


@pytest.fixture
def desk(dpo, admin_of):
    return admin_of(dpo)


def address(deed: str, entry: beat.PeriodicTask) -> str:
    return reverse(f"admin:django_celery_beat_periodictask_{deed}", args=[entry.pk])


def press(client, deed: str, entry: beat.PeriodicTask, **words):
    return client.post(address(deed, entry), {"_form_submitted": "on", **words})


def pause(entry, dpo):
    schedule.pause(entry, reason="The disk is being changed.", by=dpo, today=people.today())


def test_it_is_paused_with_a_reason_and_stays_a_finding(desk, dpo, entry):
    press(desk, "pause", entry, reason="The disk is being changed.")
    entry.refresh_from_db()
    finding, event = Finding.objects.open().get(), Event.objects.get(kind="schedule.paused")
    assert not entry.enabled
    assert NAME in finding.text
    assert event.actor == dpo
    assert event.details.get().value == "The disk is being changed."


def test_without_a_reason_nothing_is_paused(desk, dpo, entry):
    press(desk, "pause", entry, reason=" ")
    entry.refresh_from_db()
    assert entry.enabled
    with pytest.raises(ScheduleRefused):
        schedule.pause(entry, reason=" ", by=dpo, today=people.today())


def test_resumed_it_runs_and_the_finding_is_resolved(desk, dpo, entry):
    pause(entry, dpo)
    press(desk, "resume", entry)
    entry.refresh_from_db()
    assert entry.enabled
    assert not Finding.objects.unresolved().exists()
    assert Event.objects.filter(kind="schedule.resumed", actor=dpo).count() == 1


def test_a_second_pause_and_a_second_resumption_are_refused(dpo, entry):
    pause(entry, dpo)
    with pytest.raises(ScheduleRefused):
        pause(entry, dpo)
    schedule.resume(entry, by=dpo)
    with pytest.raises(ScheduleRefused):
        schedule.resume(entry, by=dpo)


def test_beat_hears_of_it_and_leaves_the_paused_one_out(dpo, entry):
    before = beat.PeriodicTasks.last_change()
    pause(entry, dpo)
    assert beat.PeriodicTasks.last_change() != before
    scheduler = DatabaseScheduler(app=app, lazy=True)
    assert NAME not in {model.name for model in scheduler.enabled_models()}


def test_a_start_of_beat_leaves_it_paused(dpo, entry):
    pause(entry, dpo)
    ModelEntry.from_entry(NAME, app=app, **settings.CELERY_BEAT_SCHEDULE[NAME])
    entry.refresh_from_db()
    assert not entry.enabled


@pytest.mark.parametrize("deed", ["change", "delete"])
def test_neither_task_nor_arguments_can_be_written(desk, entry, deed):
    words = {"name": NAME, "task": "os.system", "args": '["rm"]', "enabled": "", "post": "yes"}
    assert desk.post(address(deed, entry), words).status_code == 403
    entry.refresh_from_db()
    assert (entry.task, entry.args, entry.enabled) == ("retention.tasks.purge_all_due", "[]", True)


def test_none_can_be_added(desk, entry):
    url = reverse("admin:django_celery_beat_periodictask_add")
    words = {"name": "mine", "task": "retention.tasks.purge_all_due", "interval": 1}
    assert desk.post(url, words).status_code == 403
    assert beat.PeriodicTask.objects.count() == 1


def test_the_page_says_why_and_offers_what_can_be_done(desk, dpo, entry):
    assert "Resume" not in desk.get(address("change", entry)).content.decode()
    pause(entry, dpo)
    page = desk.get(address("change", entry)).content.decode()
    assert "The disk is being changed." in page
    assert "Resume" in page


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("heartbeat", "every 30 seconds"),
        ("raise the alerts of clocks", "every minute"),
        ("send the morning's digests", "every 10 minutes"),
    ],
)
def test_the_rhythm_is_told_in_words(db, name, words):
    ModelEntry.from_entry(name, app=app, **settings.CELERY_BEAT_SCHEDULE[name])
    assert rhythm_in_words(beat.PeriodicTask.objects.get(name=name)) == words


def test_the_library_has_no_pages_of_its_own():
    theirs = {model for model in admin.site._registry if model._meta.app_label == beat.__package__}
    assert theirs <= {beat.PeriodicTask}


def test_an_entry_that_settings_lack_is_removed_when_beat_starts(entry):
    """Whoever wrote it into the database names any task with any arguments."""
    beat.PeriodicTask.objects.create(name="theirs", task="x", interval=_every_minute())
    assert schedule.remove_strangers(settings.CELERY_BEAT_SCHEDULE) == 1
    assert [each.name for each in beat.PeriodicTask.objects.all()] == [NAME]
    assert Event.objects.filter(kind="schedule.stranger_removed").count() == 1


def _every_minute() -> beat.IntervalSchedule:
    return beat.IntervalSchedule.objects.create(every=1, period="minutes")
