"""The morning digest: one per person and day, at eight in Tallinn, references and dates only."""

from datetime import UTC, date, datetime, timedelta

import pytest

from dpo_office.correspondence.models import Delivery
from dpo_office.worklist.models import Digest, Finding
from dpo_office.worklist.services import clocks, digests, findings, tasks
from dpo_office.worklist.tasks import send_digest, send_digests
from tests.worklist.conftest import in_threads

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("profile", "described")]
MONDAY = date(2026, 11, 9)
MORNING = datetime(2026, 11, 9, 6, tzinfo=UTC)  # eight in Tallinn


@pytest.fixture(autouse=True)
def _monday(time_machine):
    time_machine.move_to(MORNING)


def promise_due(start, day, **fields):
    """Our promise that is due on that day of November."""
    received = datetime(2026, 11, day, 5, tzinfo=UTC) - timedelta(days=7)
    return start("our_promise", started_at=received, **fields)


def test_nobody_is_told_before_eight_in_the_offices_zone(owner):
    assert digests.readers_due(MORNING - timedelta(minutes=1)) == []
    assert digests.readers_due(MORNING) == [owner.pk]


def test_eight_is_eight_in_summer_too(owner):
    summer = datetime(2026, 7, 6, 5, tzinfo=UTC)
    assert digests.readers_due(summer) == [owner.pk]
    assert digests.readers_due(summer - timedelta(minutes=1)) == []


def test_a_closed_account_gets_none(owner):
    owner.is_active = False
    owner.save()
    assert digests.readers_due(MORNING) == []


def test_work_is_told_by_section(start, owner):
    late, today, week, later = (promise_due(start, day) for day in (8, 9, 12, 16))
    text = digests.items_for(owner, MORNING)
    for title, clock in (("Late (1)", late), ("Due today (1)", today), ("this week (1)", week)):
        assert f"{title}\n- SR-2026-{clock.about_id:04}, Our promise" in text
    assert f"SR-2026-{later.about_id:04}" not in text


def test_tasks_findings_and_failures_are_told(case, owner):
    about = case()
    tasks.open_task(about, title="Check the mandate", due_on=MONDAY, owner=owner, by=None)
    findings.raise_finding("a", about=about, owner=owner, due_on=MONDAY, text="A store is away")
    findings.raise_finding(
        "b", about=about, owner=owner, due_on=MONDAY, text="A purge failed", failure=True
    )
    text = digests.items_for(owner, MORNING)
    assert (
        text.index("Failed (1)") < text.index("Due today (1)") < text.index("Found by checks (1)")
    )
    assert "Check the mandate, Mon 9 Nov 2026" in text


def test_a_task_of_next_month_alone_is_nothing_to_say(case, owner):
    tasks.open_task(case(), title="T", due_on=date(2026, 12, 24), owner=owner, by=None)
    assert digests.items_for(owner, MORNING) == ""


def test_a_digest_names_no_person(start, owner):
    """F6: no personal data in mails of the office to itself."""
    promise_due(start, 9)
    text = digests.send_morning(owner, MORNING).body
    assert "Proovik" not in text
    assert owner.name not in text


def test_a_digest_goes_through_the_outbox_and_leads_to_the_office(start, owner):
    promise_due(start, 9)
    digests.send_morning(owner, MORNING)
    mail = Delivery.objects.get()
    assert (mail.to, mail.urgent) == (owner.email, False)
    assert "/admin/" in mail.body
    assert "9 November 2026" in mail.subject


def test_with_nothing_to_say_no_mail_goes_all_day(owner, start):
    assert digests.send_morning(owner, MORNING).body == ""
    promise_due(start, 9)
    assert owner.pk not in digests.readers_due(MORNING + timedelta(hours=4))
    assert not Delivery.objects.exists()


def test_after_an_outage_the_digest_still_goes_that_day(owner):
    assert digests.readers_due(MORNING + timedelta(hours=13)) == [owner.pk]


def test_two_beats_send_one(own_database, start, owner):
    promise_due(start, 9)
    made = in_threads(4, lambda: digests.send_morning(owner, MORNING))
    assert sum(digest is not None for digest in made) == 1
    assert Delivery.objects.count() == Digest.objects.count() == 1


def test_what_nobody_owns_is_every_dpos(start, dpo, staff):
    promise_due(start, 9, owner=None)
    assert "nobody's" in digests.items_for(dpo, MORNING)
    assert digests.items_for(staff, MORNING) == ""


def test_what_a_closed_account_owns_is_still_told_to_a_dpo(start, dpo, owner):
    promise_due(start, 9)
    owner.is_active = False
    owner.save()
    assert "SR-2026" in digests.items_for(dpo, MORNING)


def test_a_long_list_is_cut_but_counted(start, owner):
    for _ in range(33):
        promise_due(start, 9)
    text = digests.items_for(owner, MORNING)
    assert "Due today (33)" in text
    assert "and 3 more" in text


def test_an_address_that_does_not_work_is_a_finding_and_stops_nobody(start, owner, dpo):
    promise_due(start, 9)
    owner.email = "nowhere"
    owner.save()
    assert digests.send_morning(owner, MORNING) is None
    assert Finding.objects.get().check_name == "worklist.digest_address"


def test_a_stopped_clock_is_told_of_no_more(start, owner):
    clock = promise_due(start, 8)
    clocks.stop(clock, by=owner, at=MORNING)
    assert digests.items_for(owner, MORNING) == ""


def test_the_task_runs_twice_and_tells_once(start, owner, monkeypatch):
    monkeypatch.setattr("dpo_office.worklist.tasks.database_now", lambda: MORNING)
    monkeypatch.setattr("dpo_office.worklist.tasks.send_digest.delay", send_digest)
    promise_due(start, 9)
    for _ in range(2):
        send_digests()
    assert Delivery.objects.filter(to=owner.email).count() == 1
