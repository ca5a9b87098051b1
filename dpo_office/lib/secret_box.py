"""Short secrets in the database, sealed by FILES_KEY: AES-256-GCM, a key for each purpose (A2).

The text is "key id . base64(nonce, ciphertext, tag)"; key id and purpose are authenticated too.
"""

import base64
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from dpo_office.lib import files_keys
from dpo_office.lib.files_keys import Unreadable

NONCE = 12


def seal(text: str, *, purpose: str) -> str:
    """`text` sealed for one purpose; the same text gives another result each time."""
    key_id, nonce = files_keys.current_id(), os.urandom(NONCE)
    cipher = AESGCM(files_keys.derived(key_id, purpose))
    sealed = cipher.encrypt(nonce, text.encode(), _bound(key_id, purpose))
    return f"{key_id}.{base64.urlsafe_b64encode(nonce + sealed).decode()}"


def open_sealed(sealed: str, *, purpose: str) -> str:
    """The text. Raises Unreadable, the same for every cause."""
    key_id, _, encoded = sealed.partition(".")
    try:
        raw = base64.b64decode(encoded, altchars="-_", validate=True)
        cipher = AESGCM(files_keys.derived(key_id, purpose))
        return cipher.decrypt(raw[:NONCE], raw[NONCE:], _bound(key_id, purpose)).decode()
    except (InvalidTag, ValueError):
        raise Unreadable from None


def is_current(sealed: str) -> bool:
    """Whether it is sealed under today's FILES_KEY; a clear text never is."""
    return sealed.startswith(f"{files_keys.current_id()}.")


def renewed(sealed: str, *, purpose: str) -> str:
    """The same text sealed under today's FILES_KEY. Raises Unreadable."""
    return seal(open_sealed(sealed, purpose=purpose), purpose=purpose)


def _bound(key_id: str, purpose: str) -> bytes:
    return f"{key_id}\0{purpose}".encode()
