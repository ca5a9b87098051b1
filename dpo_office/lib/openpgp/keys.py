"""Keys: made on the curve 25519 (RFC 8032, RFC 7748), named by full fingerprints."""

from typing import Any

from dpo_office.lib.openpgp.home import Home
from dpo_office.lib.openpgp.refusals import KeyRefused

USELESS = {"e": "expired", "r": "revoked", "d": "disabled", "i": "invalid"}


def make_signing_key(home: Home, *, name: str, email: str) -> str:
    """An Ed25519 key that only signs and does not expire; its fingerprint.

    It has no passphrase: whoever can read the home can sign. A card or HSM is made otherwise
    and found in the home like any other key.
    """
    return _make(home, name=name, email=email, key_usage="sign")


def make_mail_key(home: Home, *, name: str, email: str) -> str:
    """An Ed25519 key with a Cv25519 subkey to encrypt to; its fingerprint."""
    encrypting = {"subkey_type": "ecdh", "subkey_curve": "cv25519", "subkey_usage": "encrypt"}
    return _make(home, name=name, email=email, key_usage="sign", **encrypting)


def secret_keys(home: Home, *, name: str = "") -> list[str]:
    """Fingerprints of the usable keys whose secret half is here, the newest first.

    Only those of whose user ids one begins with `name`.
    """
    keys = [
        key
        for key in home.gpg.list_keys(secret=True)
        if key["trust"] not in USELESS and any(uid.startswith(name) for uid in key["uids"])
    ]
    keys.sort(key=lambda key: int(key["date"]), reverse=True)
    return [key["fingerprint"] for key in keys]


def public_key(home: Home, fingerprint: str) -> str:
    """The public half, armored. Raises KeyRefused when it isn't here."""
    armored = home.gpg.export_keys(fingerprint, minimal=True)
    if not armored:
        raise KeyRefused("There is no such key here.")
    return str(armored)


def import_public(home: Home, armored: str, *, expected: str = "") -> str:
    """Take in one public key; its fingerprint.

    Raises KeyRefused when the text holds no key or several, when it is not the `expected` one
    (full fingerprint), or when the key is expired, revoked or disabled.
    """
    before = {key["fingerprint"] for key in home.gpg.list_keys()}
    imported = set(home.gpg.import_keys(armored).fingerprints)
    if len(imported) != 1:
        raise KeyRefused("One public key is needed; the text holds none or several.")
    (fingerprint,) = imported
    try:
        _refuse_useless(home, fingerprint, expected)
    except KeyRefused:
        if fingerprint not in before:
            home.gpg.delete_keys(fingerprint)
        raise
    return fingerprint


def _refuse_useless(home: Home, fingerprint: str, expected: str) -> None:
    if expected and fingerprint != expected:
        raise KeyRefused("This is not the key with the fingerprint that was named.")
    (key,) = home.gpg.list_keys(keys=fingerprint)
    if why := USELESS.get(key["trust"]):
        raise KeyRefused(f"The key is {why}.")


def _make(home: Home, *, name: str, email: str, **more: Any) -> str:
    curve = {"key_type": "eddsa", "key_curve": "ed25519", "expire_date": 0, "no_protection": True}
    if "subkey_type" not in more:
        more["subkey_type"] = ""  # python-gnupg would add one by itself
    words = home.gpg.gen_key_input(name_real=name, name_email=email, **curve, **more)
    made = home.gpg.gen_key("\n".join(w for w in words.splitlines() if w.split(": ")[-1].strip()))
    if not made.fingerprint:
        raise KeyRefused("The key could not be made.")
    return str(made.fingerprint)
