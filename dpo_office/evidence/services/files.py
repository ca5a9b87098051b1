"""Files: taken in, kept about a record, opened, removed (ASVS V5; GDPR Art. 32(1)(a)).

A file is on the disk before its row is committed, and its row is gone before the file is: what
a crash leaves is a file without a row, which the sweep removes; never a row without its file.
"""

import hashlib
import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime
from functools import partial
from typing import BinaryIO, Protocol

from django.db import models, transaction
from django.utils.translation import gettext as _

from dpo_office.evidence.file_door import FileDoor
from dpo_office.evidence.models import EncryptedFile, record
from dpo_office.evidence.models.encrypted_file import NAMES
from dpo_office.evidence.refusals import FileGone, FileRefused
from dpo_office.evidence.services import file_checks, file_disk
from dpo_office.lib import file_names, files_keys, secret_box
from dpo_office.lib.sealed_stream import SealedReader, sealed
from dpo_office.organisation.models import User

BATCH = 500


class Upload(Protocol):
    """What a form or a mail hands over: Django's UploadedFile is one."""

    name: str
    size: int
    file: BinaryIO


class Bytes:
    """An upload that is in memory already, such as a part of a mail."""

    def __init__(self, name: str, content: bytes) -> None:
        self.name, self.size = name, len(content)
        self.file: BinaryIO = io.BytesIO(content)


@contextmanager
def taken_in(uploads: Sequence[Upload], door: FileDoor) -> Iterator[list[EncryptedFile]]:
    """Check, scan and encrypt each of them; no row is written yet, no transaction needed.

    Those that `keep` did not give a row when the block ends are removed again. Raises
    FileRefused, all sentences at once, and then nothing is kept.
    """
    files: list[EncryptedFile] = []
    try:
        _take_all(uploads, door, files)
        yield files
    except BaseException:
        _discard(files)
        raise
    _discard([file for file in files if file.pk is None])


@contextmanager
def taken_as_allowed(
    uploads: Iterable[Upload], door: FileDoor
) -> Iterator[tuple[list[EncryptedFile], list[str]]]:
    """As `taken_in`, each alone: those that are let in, and a sentence for each other one."""
    taken: list[EncryptedFile] = []
    refusals: list[str] = []
    with ExitStack() as stack:
        for upload in uploads:
            try:
                taken += stack.enter_context(taken_in([upload], door))
            except FileRefused as refusal:
                refusals += refusal.messages
        yield taken, refusals


@transaction.atomic
def keep(
    files: Iterable[EncryptedFile],
    *,
    about: models.Model,
    by: User | None,
    now: datetime,
    expires_at: datetime | None = None,
) -> None:
    """Give the files taken in their rows about a record, in the caller's transaction."""
    for file in files:
        file.about, file.stored_by, file.stored_at, file.expires_at = about, by, now, expires_at
        file.save(force_insert=True)
        facts = {"file": file.pk, "kind": file.kind, "size": file.size}
        record("file.stored", about, by=by, facts=facts, happened_at=now)


def opened(file: EncryptedFile, *, now: datetime) -> BinaryIO:
    """The plain bytes, checked to the last one before the first is given; to be closed.

    Raises FileGone when its time is over or the disk lacks it, Unreadable when it was altered.
    """
    if file.expires_at and file.expires_at <= now:
        raise FileGone
    key = files_keys.unwrapped(bytes(file.wrapped_key), key_id=file.key_id, file_id=file.stored_as)
    try:
        stored = file_disk.path_of(file.stored_as).open("rb")
    except FileNotFoundError:
        raise FileGone from None
    try:
        reader = SealedReader(stored, key=key, file_id=file.stored_as)
        reader.verify()
    except files_keys.Unreadable:
        stored.close()
        raise
    return io.BufferedReader(reader)


def looked_at(file: EncryptedFile, *, by: User) -> None:
    """Tell the trail that somebody took a look."""
    record("file.looked_at", file.about, by=by, facts={"file": file.pk})


@transaction.atomic
def move(about: models.Model, *, to: models.Model, by: User | None) -> int:
    """What came with one record goes on with another, in the caller's transaction; how many."""
    moved = list(EncryptedFile.objects.about(about))
    for file in moved:
        file.about = to
        file.save(update_fields=["about_type", "about_id"])
        record("file.moved", to, by=by, facts={"file": file.pk})
    return len(moved)


@transaction.atomic
def remove_files(*, about: models.Model, by: User | None) -> int:
    """Remove all files about a record, in the caller's transaction; how many.

    The row goes at once, the file when the transaction is committed.
    """
    return _remove(list(EncryptedFile.objects.about(about)), by=by)


@transaction.atomic
def remove(files: Sequence[EncryptedFile], *, by: User | None) -> int:
    """Remove these files, as `remove_files` does; how many."""
    return _remove(files, by=by)


def remove_expired(now: datetime) -> int:
    """Remove the files whose time is over, batch by batch; how many."""
    removed = 0
    while True:
        with transaction.atomic():
            over = EncryptedFile.objects.over(now).select_for_update(skip_locked=True)
            batch = list(over[:BATCH])
            removed += _remove(batch, by=None)
        if len(batch) < BATCH:
            return removed


def _take_all(uploads: Sequence[Upload], door: FileDoor, files: list[EncryptedFile]) -> None:
    """Fill `files`; after the last upload, raise all refusals at once."""
    if len(uploads) > door.most:
        raise FileRefused(_("At most %(n)d files at once.") % {"n": door.most})
    refusals: list[str] = []
    for upload in uploads:
        try:
            files.append(_taken(upload, door))
        except FileRefused as refusal:
            refusals.extend(refusal.messages)
    if refusals:
        raise FileRefused(refusals)


def _taken(upload: Upload, door: FileDoor) -> EncryptedFile:
    name = file_names.clean(upload.name or "")
    kind = file_checks.kind_of(upload.file, name, upload.size, door)
    scan = file_checks.scan(upload.file, name) if door.scanned else EncryptedFile.Scan.NONE
    file_id, data_key, digest = file_disk.new_name(), files_keys.new_data_key(), hashlib.sha256()
    key_id, wrapped = files_keys.wrapped(data_key, file_id=file_id)
    upload.file.seek(0)
    plain = _digested(upload.file, digest)
    file_disk.write(file_id, sealed(plain, key=data_key, file_id=file_id))
    return EncryptedFile(
        stored_as=file_id,
        sealed_name=secret_box.seal(name, purpose=NAMES),
        kind=kind,
        size=upload.size,
        sha256=digest.hexdigest(),
        key_id=key_id,
        wrapped_key=wrapped,
        from_outside=door.from_outside,
        scan=scan,
    )


def _digested(file: BinaryIO, digest: "hashlib._Hash") -> Iterator[bytes]:
    while piece := file.read(64 * 1024):
        digest.update(piece)
        yield piece


def _remove(files: Sequence[EncryptedFile], *, by: User | None) -> int:
    for file in files:
        facts = {"file": file.pk, "kind": file.kind, "size": file.size}
        record("file.removed", file.about, by=by, facts=facts)
        transaction.on_commit(partial(file_disk.remove, file.stored_as))
    EncryptedFile.objects.filter(pk__in=[file.pk for file in files]).delete()
    return len(files)


def _discard(files: Iterable[EncryptedFile]) -> None:
    for file in files:
        file_disk.remove(file.stored_as)
