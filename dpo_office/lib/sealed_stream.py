"""A file under AES-256-GCM, chunk by chunk: never whole in memory, readable from any point.

Header: 8 bytes that name the format, 7 random ones. Then chunks of 64 KiB, each with its tag.
A nonce is the random part, the chunk's number and a mark on the last chunk (the STREAM way:
Hoang, Reyhanitabar, Rogaway, Vizár 2015), so chunks cannot be left out, moved or added. The
key belongs to one file alone, so a nonce never meets it twice. Header and the file's id are
bound to every chunk. Whatever is wrong, the reader raises Unreadable and says no more.
"""

import io
import os
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from dpo_office.lib.files_keys import Unreadable

FORMAT = b"DPOFILE\x01"
RANDOM, CHUNK, TAG = 7, 64 * 1024, 16
HEADER = len(FORMAT) + RANDOM
LONGEST = 2**32 * CHUNK  # bytes: the number of a chunk has 32 bits


def sealed(chunks: Iterable[bytes], *, key: bytes, file_id: str) -> Iterator[bytes]:
    """The bytes to store. `key` must be used for this one file and never again."""
    header = FORMAT + os.urandom(RANDOM)
    cipher, bound = AESGCM(key), header + file_id.encode()
    yield header
    for number, (plain, last) in enumerate(_even(chunks)):
        yield cipher.encrypt(_nonce(header, number, last=last), plain, bound)


class SealedReader(io.RawIOBase):
    """Reads the plain bytes of a stored file; seeks, so that a part can be read alone."""

    def __init__(self, stored: BinaryIO, *, key: bytes, file_id: str) -> None:
        """Raises Unreadable when header or length cannot be a whole file's."""
        self.stored, self.at, self.held = stored, 0, (-1, b"")
        self.header = stored.read(HEADER)
        self.cipher, self.bound = AESGCM(key), self.header + file_id.encode()
        body = stored.seek(0, io.SEEK_END) - HEADER
        self.chunks = -(-body // (CHUNK + TAG))
        self.size = body - self.chunks * TAG
        if not self.header.startswith(FORMAT) or self.chunks < 1:
            raise Unreadable
        if body - (self.chunks - 1) * (CHUNK + TAG) < TAG:
            raise Unreadable

    def verify(self) -> None:
        """Read it all and keep nothing. Raises Unreadable."""
        for number in range(self.chunks):
            self._chunk(number)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self.at, io.SEEK_END: self.size}[whence]
        self.at = max(0, start + offset)
        return self.at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # typeshed: Buffer
        if self.at >= self.size:
            return 0
        number, within = divmod(self.at, CHUNK)
        piece = self._chunk(number)[within : within + len(buffer)]
        buffer[: len(piece)] = piece
        self.at += len(piece)
        return len(piece)

    def close(self) -> None:
        self.stored.close()
        super().close()

    def _chunk(self, number: int) -> bytes:
        if self.held[0] != number:
            self.stored.seek(HEADER + number * (CHUNK + TAG))
            nonce = _nonce(self.header, number, last=number == self.chunks - 1)
            try:
                plain = self.cipher.decrypt(nonce, self.stored.read(CHUNK + TAG), self.bound)
            except InvalidTag:
                raise Unreadable from None
            self.held = (number, plain)
        return self.held[1]


def _nonce(header: bytes, number: int, *, last: bool) -> bytes:
    return header[-RANDOM:] + number.to_bytes(4, "big") + bytes([last])


def _even(chunks: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """The same bytes in pieces of CHUNK; the last, which may be empty, is marked."""
    waiting = bytearray()
    for piece in chunks:
        waiting += piece
        while len(waiting) > CHUNK:
            yield bytes(waiting[:CHUNK]), False
            del waiting[:CHUNK]
    yield bytes(waiting), True
