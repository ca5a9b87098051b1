"""The office's own keys: the secret halves where GNUPGHOME is known, the public ones for all."""

import fcntl
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from dpo_office.evidence.models import OfficeKey
from dpo_office.lib import openpgp
from dpo_office.lib.clock import database_now

SIGNING, MAIL = "DPO Office signing", "DPO Office mail and backup"


class KeysMissing(Exception):
    """Nothing can be signed here."""


@dataclass(frozen=True)
class Signer:
    """The signing key that is in use, and the home in which its secret half is."""

    home: openpgp.Home
    fingerprint: str

    def sign(self, data: bytes) -> str:
        """A detached signature. Raises openpgp.OpenPgpRefused; never call it in a transaction."""
        return openpgp.sign(self.home, data, self.fingerprint)

    def key(self) -> OfficeKey:
        """Its public half, which the database keeps from its first use on."""
        known = OfficeKey.objects.filter(pk=self.fingerprint).first()
        if known is None:
            armored = openpgp.public_key(self.home, self.fingerprint)
            values = {"armored": armored, "first_used_at": database_now()}
            known, _new = OfficeKey.objects.get_or_create(pk=self.fingerprint, defaults=values)
        return known


def signer() -> Signer:
    """By SIGNING_KEYS (the newest first), else by name; development makes keys it does not find.

    Raises KeysMissing where GNUPGHOME is not known, or in production when no key is there.
    """
    if not settings.GNUPGHOME:
        raise KeysMissing(_("GNUPGHOME is not set here: only the worker of queue keys signs."))
    try:
        home = openpgp.Home(settings.GNUPGHOME)
    except openpgp.OpenPgpRefused as why:
        raise KeysMissing(str(why)) from why
    usable = openpgp.secret_keys(home, name="" if settings.SIGNING_KEYS else SIGNING)
    if settings.SIGNING_KEYS:
        usable = [key for key in settings.SIGNING_KEYS if key in usable]
    if not usable and not settings.PRODUCTION:
        usable = [make_keys(home)]
    if not usable:
        raise KeysMissing(_("GNUPGHOME holds no usable signing key: manage.py make_keys."))
    return Signer(home, usable[0])


def make_keys(home: openpgp.Home) -> str:
    """Make the two keys where they are missing; the fingerprint of the signing key.

    Two processes at once make one pair.
    """
    with (home.folder / "office.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not openpgp.secret_keys(home, name=MAIL):
            openpgp.make_mail_key(home, name=MAIL, email=settings.MAIL_FROM)
        found = openpgp.secret_keys(home, name=SIGNING)
        return (
            found[0]
            if found
            else openpgp.make_signing_key(home, name=SIGNING, email=settings.MAIL_FROM)
        )
