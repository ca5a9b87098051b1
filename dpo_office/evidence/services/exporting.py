"""Exports of the trail that somebody else can verify, offline (docs/trail.md).

A seal goes out with all of its leaves; an event that is not part of the export, or is withheld,
goes as its leaf only. So every seal can be checked, and nothing about the others is told.
"""

import hashlib
import json
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection

from dpo_office.evidence import verify_export
from dpo_office.evidence.models import OfficeKey, Seal
from dpo_office.evidence.services.exported import Scope
from dpo_office.evidence.services.leaves import COLUMNS
from dpo_office.evidence.services.office_keys import Signer
from dpo_office.evidence.services.verification import Head
from dpo_office.evidence.services.verification.contents import RUN, run_of
from dpo_office.lib import doors
from dpo_office.organisation.models import Profile

ROWS = (
    f"SELECT {', '.join(COLUMNS.values())} FROM evidence_event e WHERE {RUN} ORDER BY e.xid, e.id"  # noqa: S608
)
README = """An export of the trail of a DPO office, to be verified without it:

    python3 verify.py EXPORT.zip --key FINGERPRINT

It needs Python and gpg. Take verify.py from the office's source rather than from the archive, and the
fingerprint from where the office publishes it. events.jsonl has one event a line, seals.jsonl the
signed statements; an event whose number is null is there as a hash only.
"""


class Writer:
    """An archive, the digests of its files, and the counts of what went in."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive, self.files = archive, dict[str, str]()
        self.events = self.withheld = 0

    def add(self, name: str, data: bytes) -> None:
        self.archive.writestr(name, data)
        self.files[name] = hashlib.sha256(data).hexdigest()

    def add_lines(self, name: str, lines: Iterator[bytes]) -> None:
        """As they come; memory stays flat."""
        digest = hashlib.sha256()
        with self.archive.open(name, "w", force_zip64=True) as file:
            for line in lines:
                digest.update(line)
                file.write(line)
        self.files[name] = digest.hexdigest()


def export(to: Path, signer: Signer, scope: Scope, *, now: datetime) -> dict[str, Any]:
    """Write the sealed events of that scope to `to`, whole or not at all; the manifest.

    Raises OSError when it can't be written, openpgp.OpenPgpRefused when gpg does not sign.
    """
    draft = to.with_name(f"{to.name}.part")
    try:
        with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive:
            manifest = _fill(Writer(archive), signer, scope, now)
        draft.replace(to)
    finally:
        draft.unlink(missing_ok=True)
    return manifest


def _fill(writer: Writer, signer: Signer, scope: Scope, now: datetime) -> dict[str, Any]:
    numbers: list[int] = []
    with tempfile.TemporaryFile() as seals:
        writer.add_lines("events.jsonl", _events(writer, seals, scope, numbers))
        seals.seek(0)
        writer.add_lines("seals.jsonl", iter(seals))
    for key in OfficeKey.objects.all():
        writer.add(f"keys/{key.pk}.asc", key.armored.encode())
    writer.add("verify.py", Path(verify_export.__file__).read_bytes())
    writer.add("README.txt", README.encode())
    manifest = _manifest(writer, scope, numbers, now)
    raw = json.dumps(manifest, indent=1, ensure_ascii=False).encode()
    writer.archive.writestr("manifest.json", raw)
    writer.archive.writestr("manifest.json.asc", signer.sign(raw))
    return manifest


def _events(writer: Writer, seals: IO[bytes], scope: Scope, numbers: list[int]) -> Iterator[bytes]:
    """The lines of the events, seal by seal; those of the seals go to `seals` meanwhile."""
    for number in scope.seals():
        seal = Seal.objects.get(pk=number)
        numbers.append(number)
        members = seal.unpacked()
        shown = scope.shown({pk for pk, _leaf in members})
        shown -= _withheld(shown)
        for event in _rows(seal):
            if event["id"] in shown:
                yield _line({"seal": number, "event": event})
        writer.events += len(shown)
        writer.withheld += len(members) - len(shown)
        listed = [[pk if pk in shown else None, leaf.hex()] for pk, leaf in members]
        told = {"statement": seal.statement, "signature": seal.signature, "members": listed}
        seals.write(_line(told))


def _withheld(events: set[int]) -> set[int]:
    """Of events that would be shown, those that somebody withholds."""
    return {pk for one in doors.withholders for pk in one.withheld(events)}


def _rows(seal: Seal) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(ROWS, run_of(seal.lineage, seal.after, seal.until))
        return [dict(zip(COLUMNS, row, strict=True)) for row in cursor.fetchall()]


def _line(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode() + b"\n"


def _manifest(writer: Writer, scope: Scope, numbers: list[int], now: datetime) -> dict[str, Any]:
    head = Seal.objects.filter(pk=max(numbers, default=0)).first()
    kinds = ContentType.objects.values_list("id", "app_label", "model")
    return {
        "form": "export 1",
        "office": Profile.current().legal_name,
        "made_at": now.isoformat(),
        "scope": scope.words,
        "head": str(Head.of(head)) if head else "none",
        "seals": _ranges(numbers),
        "events": writer.events,
        "withheld": writer.withheld,
        "about_types": {str(pk): f"{app}.{model}" for pk, app, model in kinds},
        "files": writer.files,
    }


def _ranges(numbers: list[int]) -> list[list[int]]:
    """Rising numbers as pairs of first and last."""
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and ranges[-1][1] == number - 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    return ranges
