"""Encrypting to one key, decrypting with ours; integrity protection is never optional."""

from dpo_office.lib.openpgp.home import Home
from dpo_office.lib.openpgp.refusals import KeyRefused, MessageUnreadable
from dpo_office.lib.openpgp.status import Status


def encrypt(home: Home, data: bytes, *, to: str) -> str:
    """`data` encrypted to the key with that full fingerprint, armored, not compressed.

    Trust is the caller's: it verified the fingerprint. Raises KeyRefused when the key is
    missing, expired, revoked or can't encrypt.
    """
    done = home.gpg.encrypt(data, [to], always_trust=True)
    if not done.ok:
        raise KeyRefused(
            "Nothing was encrypted: the key is missing, expired, revoked or signs only."
        )
    return str(done)


def decrypt(home: Home, message: str | bytes) -> bytes:
    """The clear bytes. Raises MessageUnreadable, the same for every cause (EFAIL)."""
    done = home.gpg.decrypt(message)
    status = Status(done.stderr)
    whole = status.has("DECRYPTION_OKAY") and status.has("GOODMDC")
    if not whole or status.has("DECRYPTION_FAILED"):
        raise MessageUnreadable("The message can't be read.")
    return bytes(done.data)
