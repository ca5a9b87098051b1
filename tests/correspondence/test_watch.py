"""Invariant 3 and the outbox's health: each way to break them is told by number, never by value."""

from datetime import timedelta

import pytest
from django.core.checks import run_checks

from dpo_office.correspondence.models import Delivery, Letter, MailServer
from dpo_office.correspondence.services import claims, letters
from dpo_office.correspondence.watch import LettersArrive, OutboxFlows
from dpo_office.lib import doors
from dpo_office.lib.clock import database_now
from dpo_office.worklist.models import Finding

pytestmark = pytest.mark.django_db


def broken():
    return LettersArrive().broken()


def trouble():
    return OutboxFlows().trouble(database_now())


@pytest.fixture
def old(mail):
    """A mail that was due an hour ago."""
    delivery = mail()
    Delivery.objects.update(next_try_at=database_now() - timedelta(hours=1))
    return delivery


def test_a_fresh_outbox_is_well(mail):
    mail()
    assert (broken(), trouble()) == ([], "")


def test_a_mail_that_nobody_sends_is_told(old):
    assert broken() == [f"delivery {old.pk} is waiting, and no worker comes"]
    assert trouble() == "A mail has been waiting for 60 minutes."


def test_while_the_mail_server_is_away_mails_may_wait(old):
    MailServer.objects.update_or_create(
        pk=1, defaults={"away_since": database_now() - timedelta(hours=1), "error": "Away."}
    )
    assert (broken(), trouble()) == ([], "Away.")


def test_a_mail_that_a_dead_worker_kept_is_told(old):
    claims.claim(Delivery.objects.all(), database_now())
    Delivery.objects.update(claimed_at=database_now() - timedelta(hours=1))
    assert broken() == [f"delivery {old.pk} is waiting, and no worker comes"]


def test_a_failed_mail_without_finding_is_told(mail):
    claimed = claims.claim(Delivery.objects.filter(pk=mail().pk), database_now())
    claims.failed(claimed, words="No.", now=database_now())
    assert broken() == []
    Finding.objects.all().delete()
    assert broken() == [f"delivery {claimed.pk} failed, and nobody was told"]


def test_a_letter_that_contradicts_its_delivery_is_told(draft, dpo):
    letter = letters.send(draft(), by=dpo)
    Letter.objects.update(status="failed")
    assert broken() == [f"delivery {letter.delivery.pk} and its letter do not agree"]


def test_a_mail_repeated_too_often_is_told(mail):
    delivery = mail()
    Delivery.objects.update(repeats=4, attempts=9)
    assert broken() == [f"delivery {delivery.pk} was repeated too often"]


def test_both_are_registered():
    assert isinstance(doors.invariants.get("letters"), LettersArrive)
    assert isinstance(doors.vital_signs.get("outbox"), OutboxFlows)


@pytest.mark.parametrize(
    ("setting", "value", "error"),
    [
        ("SMTP_URL", "mail.example", "office.E310"),
        ("SMTP_URL", "smtp://user:secret@mail.example", "office.E310"),
        ("SMTP_URL", "", "office.E311"),
        ("MAIL_FROM", "nobody", "office.E312"),
        ("OUTBOX_CLAIM_LIFE", 60, "office.E313"),
    ],
)
def test_settings_under_which_mails_would_not_leave_safely_are_refused(
    settings, setting, value, error
):
    setattr(settings, setting, value)
    found = [check for check in run_checks(include_deployment_checks=True) if check.id == error]
    assert len(found) == 1
    assert "secret" not in str(found)


def test_a_safe_mail_server_is_accepted(settings):
    settings.SMTP_URL = "smtp+tls://user:secret@mail.example"
    found = {check.id for check in run_checks(include_deployment_checks=True)}
    assert not found & {"office.E310", "office.E311", "office.E312", "office.E313"}
