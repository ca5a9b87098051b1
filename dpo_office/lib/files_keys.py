"""FILES_KEY and those that came before it: each has an id, each use has a key of its own (A6).

HKDF-SHA256 (RFC 5869) derives from the secret a key for one use of one thing. What was made
under an older key opens as long as FILES_KEY_FALLBACKS names that key; new things are made
under FILES_KEY only. Data keys are wrapped by AES-KW (RFC 3394), nothing else wraps.
"""

from functools import lru_cache

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.keywrap import (
    InvalidUnwrap,
    aes_key_unwrap,
    aes_key_wrap,
)
from django.conf import settings

WRAPS = "wraps data keys"


class Unreadable(Exception):
    """Sealed by a key that is not here, for another use, or altered; which, nobody is told."""

    def __init__(self) -> None:
        super().__init__("unreadable")


class NoFilesKey(Exception):
    """This process was not given FILES_KEY."""


def current_id() -> str:
    """The id of FILES_KEY, 16 hex digits: stored beside all that is sealed under it."""
    return _id_of(_secrets()[0])


def derived(key_id: str, use: str, about: str = "") -> bytes:
    """The 256-bit key for one use of one thing. Raises Unreadable when no key has that id."""
    known = {_id_of(secret): secret for secret in _secrets()}
    if key_id not in known:
        raise Unreadable
    return _derive(known[key_id], f"{use}\0{key_id}\0{about}", 32)


def new_data_key() -> bytes:
    """A fresh 256-bit key for one file."""
    return AESGCM.generate_key(256)


def wrapped(data_key: bytes, *, file_id: str) -> tuple[str, bytes]:
    """Id of the key that wraps now, and the data key wrapped for that file alone (RFC 3394)."""
    key_id = current_id()
    return key_id, aes_key_wrap(derived(key_id, WRAPS, file_id), data_key)


def unwrapped(wrapping: bytes, *, key_id: str, file_id: str) -> bytes:
    """The data key of that file. Raises Unreadable, the same for every cause."""
    try:
        return aes_key_unwrap(derived(key_id, WRAPS, file_id), wrapping)
    except (InvalidUnwrap, ValueError):
        raise Unreadable from None


def _secrets() -> list[str]:
    if not settings.FILES_KEY:
        raise NoFilesKey("this process does without FILES_KEY (OFFICE_WITHOUT)")
    return [settings.FILES_KEY, *settings.FILES_KEY_FALLBACKS]


@lru_cache(maxsize=16)
def _id_of(secret: str) -> str:
    return _derive(secret, "key id", 8).hex()


def _derive(secret: str, info: str, length: int) -> bytes:
    return HKDF(SHA256(), length, salt=None, info=info.encode()).derive(secret.encode())
