"""Files that the office makes itself: encrypted while they are made, never in clear on the disk."""

import hashlib
from collections.abc import Iterable, Iterator

from dpo_office.evidence.models import EncryptedFile
from dpo_office.evidence.models.encrypted_file import NAMES
from dpo_office.evidence.services import file_disk
from dpo_office.lib import file_names, files_keys, secret_box
from dpo_office.lib.sealed_stream import sealed


def made(name: str, kind: str, chunks: Iterable[bytes]) -> EncryptedFile:
    """Write what comes to the disk, encrypted; `files.keep` then gives it its row.

    `kind` is one of `lib.file_kinds`. Until it has a row the sweep may remove it again. Raises
    FileRefused when the disk is full; whatever `chunks` raises leaves nothing behind.
    """
    file_id, data_key = file_disk.new_name(), files_keys.new_data_key()
    key_id, wrapped = files_keys.wrapped(data_key, file_id=file_id)
    measured = _Measured(chunks)
    file_disk.write(file_id, sealed(measured, key=data_key, file_id=file_id))
    return EncryptedFile(
        stored_as=file_id,
        sealed_name=secret_box.seal(file_names.clean(name), purpose=NAMES),
        kind=kind,
        size=measured.size,
        sha256=measured.digest.hexdigest(),
        key_id=key_id,
        wrapped_key=wrapped,
        from_outside=False,
    )


class _Measured:
    """Passes chunks on, and knows their length and digest afterwards."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self.chunks, self.size, self.digest = chunks, 0, hashlib.sha256()

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self.chunks:
            self.size += len(chunk)
            self.digest.update(chunk)
            yield chunk
