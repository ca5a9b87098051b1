"""What comes in: handed over, read, recorded about a case, redacted with it (P4.1, F5)."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from dpo_office.correspondence.models import DroppedMail, Incoming
from dpo_office.correspondence.refusals import MailGone
from dpo_office.evidence.file_door import FileDoor
from dpo_office.evidence.models import EncryptedFile, record
from dpo_office.evidence.refusals import FileGone
from dpo_office.evidence.services import files
from dpo_office.lib import mails
from dpo_office.lib.mails import ReadMail
from dpo_office.organisation.models import Profile, User

ORIGINAL = FileDoor(kinds=("mail as it came",), most=1)
NOT_YET_RECORDED = FileDoor(kinds=("mail as it came",), most=1, scanned=False)
ENCLOSED = FileDoor()  # what comes with a mail, each judged alone
NAME = "mail.eml"
LIFE = timedelta(hours=12)


@dataclass(frozen=True)
class Arrived:
    """A mail about to be recorded: what it says, its bytes and files as taken in.

    `refused` names what was not taken in, a sentence each.
    """

    dropped: DroppedMail
    mail: ReadMail
    sha256: str
    original: list[EncryptedFile]
    enclosed: list[EncryptedFile]
    refused: list[str]


def drop(raw: bytes, *, by: User, now: datetime, pasted: bool = False) -> DroppedMail:
    """Take a mail in until somebody records it, for LIFE at most.

    Raises MailRefused if it can't be read, FileRefused if the disk or a limit refuses it.
    """
    _read(raw, pasted=pasted)
    with files.taken_in([files.Bytes(NAME, raw)], NOT_YET_RECORDED) as taken, transaction.atomic():
        dropped = DroppedMail.objects.create(dropped_at=now, dropped_by=by, pasted=pasted)
        files.keep(taken, about=dropped, by=by, now=now, expires_at=now + LIFE)
    return dropped


def read_dropped(dropped: DroppedMail, *, now: datetime) -> ReadMail:
    """What it says. Raises MailGone once its hours are over."""
    return _read(_raw_of(dropped, now)[0], pasted=dropped.pasted)


def _read(raw: bytes, *, pasted: bool) -> ReadMail:
    if pasted:
        return mails.read_pasted(raw.decode(), Profile.current().zone)
    return mails.read(raw)


def _raw_of(dropped: DroppedMail, now: datetime) -> tuple[bytes, str]:
    file = EncryptedFile.objects.about(dropped).first()
    try:
        if file is None:
            raise FileGone
        with files.opened(file, now=now) as content:
            return content.read(), file.sha256
    except FileGone:
        raise MailGone(
            _("This mail was recorded meanwhile, or lay here for too long. Drop it again.")
        ) from None


@contextmanager
def arrived(dropped: DroppedMail, *, now: datetime) -> Iterator[Arrived]:
    """Read it anew and take its files in, outside of any transaction. Raises MailGone."""
    raw, sha256 = _raw_of(dropped, now)
    mail = _read(raw, pasted=dropped.pasted)
    parts = [files.Bytes(part.name, part.content) for part in mail.enclosed]
    with (
        files.taken_as_allowed([files.Bytes(NAME, raw)], ORIGINAL) as (original, unkept),
        files.taken_as_allowed(parts, ENCLOSED) as (enclosed, refused),
    ):
        yield Arrived(dropped, mail, sha256, original, enclosed, [*unkept, *refused])


@transaction.atomic
def keep(
    came: Arrived, *, about: models.Model, received_at: datetime, by: User, now: datetime
) -> Incoming:
    """Record it about a record; the hand-over ends. Raises MailGone for the second of two."""
    mine = DroppedMail.objects.select_for_update().filter(pk=came.dropped.pk).first()
    if mine is None:
        raise MailGone(_("This mail was recorded meanwhile."))
    message = _row(came, about=about, received_at=received_at, recorded_by=by, recorded_at=now)
    try:
        with transaction.atomic():
            message.save(force_insert=True)
    except IntegrityError:
        raise MailGone(_("This mail is recorded already.")) from None
    files.keep(came.original, about=message, by=by, now=now)
    facts = {"message": message.pk, "files": len(came.enclosed), "refused": len(came.refused)}
    values = {"sha256": came.sha256}
    record("incoming.recorded", about, by=by, facts=facts, values=values, happened_at=now)
    give_up(mine, by=by)
    return message


def _row(came: Arrived, **more: Any) -> Incoming:
    mail = came.mail
    return Incoming(
        sender_name=mail.sender_name,
        sender=mail.sender,
        subject=mail.subject,
        words=mail.words,
        message_id=key_of(mail, came.sha256),
        sha256=came.sha256,
        **more,
    )


def key_of(mail: ReadMail, sha256: str) -> str:
    """Under what a mail is recorded once; empty for text, which two people may well write alike."""
    if mail.message_id:
        return mail.message_id
    return f"sha256:{sha256}" if mail.received or mail.date else ""


def repeat_of(dropped: DroppedMail, mail: ReadMail) -> Incoming | None:
    """Where this very mail is recorded already."""
    file = EncryptedFile.objects.about(dropped).first()
    key = key_of(mail, file.sha256 if file else "")
    return Incoming.objects.filter(message_id=key).first() if key else None


@transaction.atomic
def give_up(dropped: DroppedMail, *, by: User | None) -> None:
    """Nobody needs the hand-over any more."""
    files.remove_files(about=dropped, by=by)
    DroppedMail.objects.filter(pk=dropped.pk).delete()


@transaction.atomic
def redact(about: models.Model, *, now: datetime) -> int:
    """Take what was said out of all messages about a record; how many (F5).

    That one came, by which channel and when, stays. Their files are the caller's to remove.
    """
    blank = dict.fromkeys(Incoming.WORDS, "")
    return Incoming.objects.about(about).filter(redacted_at=None).update(**blank, redacted_at=now)
