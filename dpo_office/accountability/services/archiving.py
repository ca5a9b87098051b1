"""The archive of a case: the PDF, the letters, the trail with its proof, a signed list of all."""

import hashlib
import json
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from zipstream import ZIP_DEFLATED, ZipStream

from dpo_office.accountability.models import EvidenceFile
from dpo_office.accountability.services import dossier
from dpo_office.accountability.typesetting import SOURCE
from dpo_office.correspondence.services import paper
from dpo_office.correspondence.typesetting import typeset
from dpo_office.evidence import verify_export
from dpo_office.evidence.services import exported, exporting, sealing
from dpo_office.evidence.services.office_keys import Signer

README = """The evidence of {reference}.

    evidence.pdf      the case on paper; evidence.json says the same for programs
    letters/          each letter as it was sent{letters}
    trail.zip         what the trail tells of this case, with its proof
    verify.py         checks the proof: python3 verify.py trail.zip --key {key}
    SHA256SUMS        the digest of every file above; SHA256SUMS.asc is the office's signature of it

Take verify.py from the office's source rather than from here, and the fingerprint from where the
office publishes it. sha256sum -c SHA256SUMS compares the files.
"""
NAMELESS = " (left out: this file names no person)"


def archive(asked: EvidenceFile, signer: Signer, *, now: datetime) -> Iterator[bytes]:
    """The archive as it comes; nothing of it lies in clear on the disk but the trail's extract.

    That extract holds references and hashes only. Raises NotTypeset, OpenPgpRefused, OSError.
    """
    sealing.seal_committed(signer)
    sums: dict[str, str] = {}
    stream = ZipStream(compress_type=ZIP_DEFLATED)
    for name, data in _members(asked, signer, now):
        sums[name] = hashlib.sha256(data).hexdigest()
        stream.add(data, name)
        yield from stream.all_files()
    listed = "".join(f"{digest}  {name}\n" for name, digest in sums.items()).encode()
    stream.add(listed, "SHA256SUMS")
    stream.add(signer.sign(listed), "SHA256SUMS.asc")
    yield from stream.finalize()


def _members(asked: EvidenceFile, signer: Signer, now: datetime) -> Iterator[tuple[str, bytes]]:
    told = dossier.of_case(asked, now=now)
    yield "evidence.pdf", typeset(SOURCE, told)
    yield "evidence.json", json.dumps(told, ensure_ascii=False, indent=1).encode()
    if asked.with_persons:
        yield from _letters(asked)
    yield "trail.zip", _trail(asked, signer, now)
    yield "verify.py", Path(verify_export.__file__).read_bytes()
    letters = "" if asked.with_persons else NAMELESS
    words = README.format(reference=asked.reference, key=signer.fingerprint, letters=letters)
    yield "README.txt", words.encode()


def _letters(asked: EvidenceFile) -> Iterator[tuple[str, bytes]]:
    """Letters that left or wait to; one that was redacted has no text any more."""
    letters = dossier.letters_of(exported.records_of(asked.reference))
    gone = [letter for letter in letters if letter.frozen_at and not letter.redacted_at]
    for number, letter in enumerate(gone, 1):
        yield f"letters/{number:02}-{letter.version.template.key}.pdf", paper.pdf(letter)


def _trail(asked: EvidenceFile, signer: Signer, now: datetime) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "trail.zip")
        exporting.export(file, signer, exported.About(asked.reference), now=now)
        return file.read_bytes()
