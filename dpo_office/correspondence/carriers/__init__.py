"""Who carries a mail out of the office: the mail server, or in the demo a folder."""

import threading
from typing import Protocol

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext as _

from dpo_office.correspondence.carriers.address import SmtpAddress
from dpo_office.correspondence.carriers.folder import FolderCarrier
from dpo_office.correspondence.carriers.outcome import (
    ComeAgain,
    NoAnswer,
    NotCarried,
    Refused,
    ServerAway,
)
from dpo_office.correspondence.carriers.smtp import SmtpCarrier
from dpo_office.lib.tls import PlainConnectionRefused

__all__ = ["ComeAgain", "NoAnswer", "NotCarried", "Refused", "ServerAway", "carrier"]


class Carrier(Protocol):
    def carry(self, message: bytes, *, to: str, name: str) -> str:
        """Carry one mail (RFC 5322 bytes) out; the server's answer. Raises NotCarried."""


_kept = threading.local()


def carrier() -> Carrier:
    """This thread's carrier, with its connection kept open from mail to mail."""
    wanted = (settings.SMTP_URL, str(settings.MAIL_FOLDER), settings.DEMO)
    if getattr(_kept, "wanted", None) != wanted:
        _kept.carrier, _kept.wanted = _made(), wanted
    return _kept.carrier


def _made() -> Carrier:
    if settings.SMTP_URL:
        try:
            return SmtpCarrier(SmtpAddress.of(settings.SMTP_URL))
        except (ImproperlyConfigured, PlainConnectionRefused) as why:
            raise ServerAway(str(why), ours=True) from None
    if settings.DEMO:
        return FolderCarrier(settings.MAIL_FOLDER)
    raise ServerAway(_("No mail server is set (SMTP_URL)."), ours=True)
