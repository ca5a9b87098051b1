"""Short secrets in the database, sealed by FILES_KEY: AES-256-GCM, key by HKDF (A2)."""

import base64
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE = 12


class SecretUnreadable(Exception):
    """The secret was sealed by another key, for another purpose, or was altered."""


def seal(text: str, *, key: str, purpose: str) -> str:
    """`text` sealed for one purpose; the same text gives another result each time."""
    nonce = os.urandom(NONCE)
    sealed = _cipher(key, purpose).encrypt(nonce, text.encode(), purpose.encode())
    return base64.urlsafe_b64encode(nonce + sealed).decode()


def open_sealed(sealed: str, *, key: str, purpose: str) -> str:
    """The text. Raises SecretUnreadable, the same for every cause."""
    try:
        raw = base64.urlsafe_b64decode(sealed)
        plain = _cipher(key, purpose).decrypt(raw[:NONCE], raw[NONCE:], purpose.encode())
    except (InvalidTag, ValueError) as wrong:
        raise SecretUnreadable from wrong
    return plain.decode()


def _cipher(key: str, purpose: str) -> AESGCM:
    derived = HKDF(SHA256(), 32, salt=None, info=purpose.encode()).derive(key.encode())
    return AESGCM(derived)
