"""A1: the head leaves the office each day, and what left is enough to show a cut tail."""

from datetime import timedelta
from io import StringIO

import pytest
import structlog
from django.core.management import CommandError, call_command

from dpo_office.correspondence.models import Delivery
from dpo_office.evidence import tasks
from dpo_office.evidence.models import Seal
from dpo_office.evidence.services import anchoring
from dpo_office.evidence.services.verification import Head, HeadUnreadable
from dpo_office.lib import openpgp
from dpo_office.lib.clock import database_now


@pytest.fixture
def outside(settings):
    settings.ANCHOR_TO = "anchor@notary.example"


def test_the_head_is_mailed_by_the_outbox_and_can_be_read_back(seal, write, outside, signer):
    write()
    seal()
    tasks.anchor_head()
    mail, newest = Delivery.objects.get(), Seal.objects.get()
    assert (mail.to, mail.automatic) == ("anchor@notary.example", True)
    assert Head.read(mail.body) == Head.of(newest)
    signature = mail.body[mail.body.index("-----BEGIN") :]
    accepted = [signer.fingerprint]
    assert openpgp.signer_of(signer.home, newest.statement.encode(), signature, accepted=accepted)


def test_twice_a_day_is_one_mail_and_the_next_day_another(seal, write, outside):
    write()
    seal()
    now = database_now()
    for later in (now, now, now + timedelta(days=1)):
        anchoring.anchor(later)
    assert Delivery.objects.count() == 2


def test_the_head_is_a_line_of_the_log_stream(seal, write):
    write()
    seal()
    with structlog.testing.capture_logs() as lines:
        tasks.anchor_head()
    (line,) = [line for line in lines if line["event"] == "trail_head"]
    assert Head.read(line["head"]) == Head.of(Seal.objects.get())
    assert not Delivery.objects.exists()  # nobody is named to mail it to


def test_the_command_prints_what_can_be_kept(seal, write):
    with pytest.raises(CommandError, match="Nothing is sealed"):
        call_command("anchor_head")
    write()
    seal()
    out = StringIO()
    call_command("anchor_head", stdout=out)
    assert Head.read(out.getvalue()) == Head.of(Seal.objects.get())


@pytest.mark.parametrize("text", ["", "seal 1", "seal 1 sha256 12", "seal 0x1 sha256 " + "0" * 64])
def test_a_text_without_a_head_is_refused(text):
    with pytest.raises(HeadUnreadable):
        Head.read(text)
