"""Single mails: a legal deadline within 48 hours, a failure; each once."""

from datetime import UTC, date, datetime, timedelta

import pytest

from dpo_office.correspondence.models import Delivery
from dpo_office.correspondence.services import outbox
from dpo_office.correspondence.services.mail_server import AWAY
from dpo_office.lib.clock import database_now
from dpo_office.worklist.models import Alert
from dpo_office.worklist.services import clocks, findings, urgent
from dpo_office.worklist.tasks import sweep_clocks
from tests.worklist.conftest import RECEIVED, in_threads

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("profile", "described")]
NOW = datetime(2026, 12, 1, 6, tzinfo=UTC)  # the legal deadline is over at the end of 2 Dec


@pytest.fixture
def legal(start, time_machine):
    time_machine.move_to(RECEIVED, tick=False)
    clock = start()
    time_machine.move_to(NOW)
    return clock


def mails(**wanted) -> list[Delivery]:
    return list(Delivery.objects.filter(**wanted))


def test_a_legal_deadline_of_tomorrow_is_mailed_with_its_reference_only(legal, owner):
    clocks.sweep(NOW)
    urgent.mail_deadlines(NOW)
    (mail,) = mails()
    assert mail.subject == f"Legal deadline within 48 hours: SR-2026-{legal.about_id:04}"
    assert (mail.to, mail.urgent) == (owner.email, True)
    assert "Proovik" not in mail.subject + mail.body


def test_levels_that_wait_together_make_one_mail(legal):
    clocks.sweep(NOW)
    assert Alert.objects.count() > 1
    urgent.mail_deadlines(NOW)
    assert len(mails()) == 1


def test_a_deadline_that_is_over_says_so(legal):
    clocks.sweep(legal.due_at)
    urgent.mail_deadlines(legal.due_at)
    assert mails()[0].subject.startswith("Legal deadline is over: SR-2026-")


def test_several_deadlines_of_one_person_make_one_mail(start, time_machine):
    time_machine.move_to(RECEIVED, tick=False)
    references = [f"SR-2026-{start().about_id:04}" for _ in range(3)]
    clocks.sweep(NOW)
    urgent.mail_deadlines(NOW)
    (mail,) = mails()
    assert mail.subject == "Legal deadline within 48 hours: 3"
    assert all(reference in mail.body for reference in references)


def test_the_same_alert_is_mailed_once(legal):
    clocks.sweep(NOW)
    assert [bool(urgent.mail_deadlines(NOW)) for _ in range(3)] == [True, False, False]
    assert len(mails()) == 1


def test_workers_at_once_mail_once(own_database, legal):
    clocks.sweep(NOW)
    in_threads(4, lambda: urgent.mail_deadlines(NOW))
    assert len(mails()) == 1


def test_what_was_answered_meanwhile_is_not_mailed(legal, owner):
    clocks.sweep(NOW)
    clocks.stop(legal, by=owner, at=NOW)
    urgent.mail_deadlines(NOW)
    assert mails() == []


def test_our_promise_waits_for_the_morning(start, time_machine):
    time_machine.move_to(RECEIVED, tick=False)
    start("our_promise")
    time_machine.move_to(NOW)
    clocks.sweep(NOW)
    assert urgent.mail_deadlines(NOW) == 0


def test_a_breach_is_mailed_at_half_time_if_48_hours_are_left(start, time_machine):
    """GDPR Art. 33(1)"""
    time_machine.move_to(RECEIVED, tick=False)
    start("breach_72h")
    half = RECEIVED + timedelta(hours=36)
    clocks.sweep(half)
    urgent.mail_deadlines(half)
    assert mails()[0].subject.startswith("Legal deadline within 48 hours")


def test_what_nobody_owns_is_mailed_to_every_dpo(start, time_machine, dpo, staff):
    time_machine.move_to(RECEIVED, tick=False)
    start(owner=None)
    clocks.sweep(NOW)
    urgent.mail_deadlines(NOW)
    assert [mail.to for mail in mails()] == [dpo.email]


def fail(check="purge", about=None, owner=None):
    return findings.raise_finding(
        check, about=about, owner=owner, due_on=date(2026, 12, 1), text="It failed", failure=True
    )


def test_a_failure_is_mailed_once(case, owner):
    fail(about=case(), owner=owner)
    for _ in range(2):
        urgent.mail_failures(NOW)
    assert [mail.subject for mail in mails()] == ["1 failure"]


def test_an_ordinary_finding_waits_for_the_morning(case, owner):
    findings.raise_finding("x", about=case(), owner=owner, due_on=NOW.date(), text="x")
    assert urgent.mail_failures(NOW) == 0


def test_a_mail_that_failed_makes_no_mail_that_would_fail_too(dpo):
    """No loop when the mail server refuses us."""
    fail(about=outbox.post("k", to="a@mail.example", subject="s", body="b"))
    fail(check=AWAY)
    assert urgent.mail_failures(NOW) == 0


def test_the_task_runs_twice_and_mails_once(start):
    start(started_at=database_now() - timedelta(days=60))
    for _ in range(2):
        sweep_clocks()
    assert len(mails()) == 1
