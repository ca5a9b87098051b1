"""F5: automatic mails go after 90 days; letters stay with their case."""

from datetime import timedelta

import pytest

from dpo_office.correspondence import purgers
from dpo_office.correspondence.models import Delivery
from dpo_office.correspondence.services import claims, letters
from dpo_office.lib import doors
from dpo_office.lib.clock import database_now

pytestmark = pytest.mark.django_db
NOW = database_now


@pytest.fixture
def sent(mail):
    """Makes a mail that was sent so many days ago."""

    def _sent(days, key="test:1"):
        mail(key)
        claimed = claims.claim(Delivery.objects.filter(key=key), NOW())
        claims.sent(claimed, answer="250", now=NOW() - timedelta(days=days))
        return claimed

    return _sent


@pytest.fixture
def purger():
    return doors.purgers.get("automatic_mails")


def test_a_mail_older_than_90_days_goes_and_a_younger_one_stays(sent, purger, monkeypatch):
    monkeypatch.setattr(purgers, "BATCH", 2)
    old = [sent(91, f"old:{number}") for number in range(5)]
    young = sent(89, "young")
    plan = purger.plan(NOW())
    assert (plan.due, plan.oldest) == (5, min(d.refresh_from_db() or d.finished_at for d in old))
    assert purger.purge(NOW()) == 5
    assert Delivery.objects.get() == young
    assert purger.oldest() > NOW() - timedelta(days=90)


def test_a_mail_that_still_waits_stays_however_old(mail, purger):
    mail()
    assert purger.plan(NOW() + timedelta(days=400)).due == 0


def test_a_letter_s_delivery_stays(draft, dpo, purger):
    letters.send(draft(), by=dpo)
    claimed = claims.claim(Delivery.objects.all(), NOW())
    claims.sent(claimed, answer="250", now=NOW())
    assert purger.purge(NOW() + timedelta(days=400)) == 0


def test_an_empty_outbox_has_no_oldest_mail(purger, db):
    assert purger.oldest() is None
