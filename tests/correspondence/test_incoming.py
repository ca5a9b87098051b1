"""Mails handed over: kept for hours, recorded once, gone when nobody records them."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from dpo_office.correspondence.models import DroppedMail, Incoming
from dpo_office.correspondence.refusals import MailGone
from dpo_office.correspondence.services import incoming
from dpo_office.evidence.models import EncryptedFile, Event
from dpo_office.evidence.refusals import FileRefused
from dpo_office.evidence.services import files
from dpo_office.lib import doors
from dpo_office.lib.mails import MailRefused
from tests.evidence import scanner
from tests.evidence.files import EICAR

MAILS = Path(__file__).parents[1] / "data" / "mails"

HEAD = b"From: a@b.example\n\n"


def raw(name: str) -> bytes:
    return (MAILS / f"{name}.eml").read_bytes()


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def drop(profile, dpo, now):
    def _drop(content: bytes, **more) -> DroppedMail:
        return incoming.drop(content, by=dpo, now=now, **more)

    return _drop


@pytest.fixture
def kept(drop, profile, dpo, now):
    """Record a mail about the profile, which stands for a case here."""

    def _kept(content: bytes) -> Incoming:
        with incoming.arrived(drop(content), now=now) as came:
            return incoming.keep(came, about=profile, received_at=now, by=dpo, now=now)

    return _kept


def test_a_mail_handed_over_is_an_encrypted_file_for_some_hours(drop, now):
    dropped = drop(raw("plain"))
    file = EncryptedFile.objects.about(dropped).get()
    assert file.expires_at == now + incoming.LIFE
    with files.opened(file, now=now) as content:
        assert content.read() == raw("plain")


def test_after_its_hours_it_is_gone(drop, now):
    dropped = drop(raw("plain"))
    with pytest.raises(MailGone, match="Drop it again"):
        incoming.read_dropped(dropped, now=now + incoming.LIFE)


def test_what_is_no_mail_leaves_nothing(drop):
    with pytest.raises(MailRefused):
        drop(b"%PDF-1.4")
    assert not DroppedMail.objects.exists()
    assert not EncryptedFile.objects.exists()


def test_a_recorded_mail_keeps_its_original_byte_by_byte(kept, now):
    message = kept(raw("plain"))
    file = EncryptedFile.objects.about(message).get()
    with files.opened(file, now=now + timedelta(days=400)) as content:
        assert content.read() == raw("plain")
    assert message.sha256 == file.sha256


def test_any_bytes_are_kept_as_they_came(kept, now):
    """Control characters of old Japanese charsets, a PDF's beginning, an archive's end."""
    odd = b"Subject: %PDF-1.4 \x1b$B \0\nFrom: a@b.example\n\nPK\x05\x06" + b"\0" * 18
    with files.opened(EncryptedFile.objects.about(kept(odd)).get(), now=now) as content:
        assert content.read() == odd


def test_recording_ends_the_handing_over(kept):
    kept(raw("plain"))
    assert not DroppedMail.objects.exists()
    assert EncryptedFile.objects.count() == 1


def test_the_trail_tells_of_it_without_the_person(kept, profile):
    """F6."""
    kept(raw("plain"))
    event = Event.objects.get(kind="incoming.recorded")
    assert event.about == profile
    assert "maarit" not in str(event.facts).lower()
    assert event.in_words() == "Message recorded, its original kept"


def test_the_second_of_two_who_record_it_is_told(drop, dpo, profile, now):
    dropped = drop(raw("plain"))
    with incoming.arrived(dropped, now=now) as first, incoming.arrived(dropped, now=now) as second:
        incoming.keep(first, about=profile, received_at=now, by=dpo, now=now)
        with pytest.raises(MailGone, match="recorded meanwhile"):
            incoming.keep(second, about=profile, received_at=now, by=dpo, now=now)
    assert Incoming.objects.count() == 1


def test_of_two_copies_recorded_at_once_one_is_kept(kept):
    kept(raw("plain"))
    with pytest.raises(MailGone, match="recorded already"):
        kept(raw("plain"))
    assert Incoming.objects.count() == 1


def test_the_same_mail_is_known_again_by_its_message_id(kept, drop, now):
    first, again = kept(raw("plain")), drop(raw("plain").replace(b"4Abc", b"other"))
    assert incoming.repeat_of(again, incoming.read_dropped(again, now=now)) == first


def test_a_mail_without_an_id_is_known_again_by_its_bytes(kept, drop, now):
    bare = b"From: a@b.example\nDate: Fri, 20 Nov 2026 12:00:00 +0000\n\nHello"
    first, again, other = kept(bare), drop(bare), drop(bare + b"!")
    assert incoming.repeat_of(again, incoming.read_dropped(again, now=now)) == first
    assert incoming.repeat_of(other, incoming.read_dropped(other, now=now)) is None


def test_words_alone_are_nobodys_repeat(drop, now):
    dropped = drop(b"Please delete me.", pasted=True)
    assert incoming.key_of(incoming.read_dropped(dropped, now=now), "0" * 64) == ""


def test_the_database_refuses_a_second_row_of_one_mail(kept):
    message = kept(raw("plain"))
    message.pk = None
    with pytest.raises(IntegrityError, match="a_mail_is_recorded_once"), transaction.atomic():
        message.save(force_insert=True)


def test_files_that_are_not_taken_are_named_and_the_others_kept(drop, now):
    with incoming.arrived(drop(raw("hostile")), now=now) as came:
        assert [file.name for file in came.enclosed] == ["passwd.pdf"]
        assert len(came.refused) == 1
        assert "run.exe" in came.refused[0]


def test_malware_is_not_kept_and_the_mail_is_recorded_all_the_same(kept, settings, tmp_path):
    settings.CLAMD_SOCKET = str(tmp_path / "clamd")
    with scanner.running(settings.CLAMD_SOCKET):
        message = kept(HEAD + EICAR)
    assert message.sender == "a@b.example"
    assert not EncryptedFile.objects.about(message).exists()


def test_a_full_disk_refuses_before_anything_is_said_to_be_kept(drop, settings):
    settings.FILES_KEEP_FREE = 101
    with pytest.raises(FileRefused):
        drop(raw("plain"))
    assert not DroppedMail.objects.exists()


def test_what_nobody_recorded_is_removed(drop, now):
    """F5."""
    drop(raw("plain"))
    purger = doors.purgers.get("unrecorded_mails")
    assert purger.plan(now).due == 0
    over = now + incoming.LIFE + timedelta(minutes=1)
    assert (purger.plan(over).due, purger.oldest()) == (1, now)
    assert purger.purge(over) == 1
    assert not DroppedMail.objects.exists()
    assert not EncryptedFile.objects.exists()
    assert purger.oldest() is None


def test_redaction_leaves_that_something_came_and_when(kept, profile, now):
    message = kept(raw("plain"))
    assert incoming.redact(profile, now=now) == 1
    message.refresh_from_db()
    assert {getattr(message, name) for name in Incoming.WORDS} == {""}
    assert (message.received_at, message.redacted_at) == (now, now)
    assert incoming.redact(profile, now=now) == 0


def test_a_redacted_message_that_says_something_cannot_be(kept, now):
    message = kept(raw("plain"))
    message.redacted_at = now
    with pytest.raises(IntegrityError, match="redacted_incoming"), transaction.atomic():
        message.save()
