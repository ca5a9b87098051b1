"""By which keys a seal may be signed."""

from collections.abc import Iterable, Iterator

from django.conf import settings
from django.utils.translation import gettext as _

from dpo_office.evidence.models import OfficeKey, Seal
from dpo_office.lib import openpgp


class TrustedKeys:
    """Public keys in a throw-away home: those given, else those that the database keeps.

    Of the latter only those that SIGNING_KEYS names, where it is set: whoever owns the
    database could add a key of his own.
    """

    def __init__(self, home: openpgp.Home, given: Iterable[str] = ()) -> None:
        self.home, self.given = home, list(given)
        self.accepted: set[str] = set()

    def load(self) -> Iterator[str]:
        """Take the keys in; yields a fault for each that can't be used."""
        for name, armored in self._offered():
            try:
                self.accepted.add(openpgp.import_public(self.home, armored, expected=name))
            except openpgp.KeyRefused as why:
                yield _("Key %(key)s: %(why)s") % {"key": name, "why": why}

    def fault_of(self, seal: Seal) -> str:
        """Why the signature of a seal is refused; empty when it holds."""
        data = seal.statement.encode()
        try:
            signer = openpgp.signer_of(self.home, data, seal.signature, accepted=self.accepted)
        except openpgp.SignatureRefused as why:
            return _("Signature %(number)d: %(why)s") % {"number": seal.number, "why": why}
        if signer != seal.key_id:
            return _("Signature %(number)d: signed by another key than it says.") % {
                "number": seal.number
            }
        return ""

    def _offered(self) -> Iterator[tuple[str, str]]:
        if self.given:
            yield from (("", armored) for armored in self.given)
            return
        for key in OfficeKey.objects.all():
            if not settings.SIGNING_KEYS or key.pk in settings.SIGNING_KEYS:
                yield key.pk, key.armored
