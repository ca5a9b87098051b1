"""OpenPGP (RFC 4880) by GnuPG: our own two keys in one home, foreign keys in throw-away homes.

    OpenPgpRefused
        KeyRefused          no such key, not the one that was promised, expired, revoked
        SignatureRefused    not by that key, not over these bytes, by an expired or revoked key
        MessageUnreadable   not for us, altered, without integrity protection

Callers name keys by full fingerprints. Nothing here is called inside a transaction: gpg is a
process of its own and may wait for a card.
"""

from dpo_office.lib.openpgp.encryption import decrypt, encrypt
from dpo_office.lib.openpgp.home import Home, throwaway
from dpo_office.lib.openpgp.keys import (
    import_public,
    make_mail_key,
    make_signing_key,
    public_key,
    secret_keys,
)
from dpo_office.lib.openpgp.refusals import (
    KeyRefused,
    MessageUnreadable,
    OpenPgpRefused,
    SignatureRefused,
)
from dpo_office.lib.openpgp.signatures import sign, signer_of

__all__ = [
    "Home",
    "KeyRefused",
    "MessageUnreadable",
    "OpenPgpRefused",
    "SignatureRefused",
    "decrypt",
    "encrypt",
    "import_public",
    "make_mail_key",
    "make_signing_key",
    "public_key",
    "secret_keys",
    "sign",
    "signer_of",
    "throwaway",
]
