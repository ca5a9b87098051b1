"""When a mail reached us, as far as it can be known from the mail itself (GDPR Art. 12(3)).

The topmost Received line was written by our own server, or by whoever made the file: it is
believed within reason only, and a person decides.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from dpo_office.lib.mails.read_mail import ReadMail

SKEW = timedelta(minutes=15)  # two honest clocks
UNDER_WAY = timedelta(days=7)  # relays give up after five days (RFC 5321, 4.5.4.1)
APART = timedelta(days=1)


class Source(StrEnum):
    """What a proposed time of receipt rests on."""

    RECEIVED = "received"
    DATE = "date"
    NOW = "now"


@dataclass(frozen=True)
class Receipt:
    """The proposed time; `others` are what else the mail says, when that is a day or more apart."""

    at: datetime
    source: Source
    others: tuple[tuple[Source, datetime], ...] = ()


def receipt_of(mail: ReadMail, now: datetime) -> Receipt:
    """The time to propose: our server's line, else the mail's Date, else `now` (all aware)."""
    said = [(Source.RECEIVED, at) for at in mail.received[:1]]
    said += [(Source.DATE, mail.date)] if mail.date else []
    source, at = next(
        ((source, at) for source, at in said if _is_credible(source, at, mail, now)),
        (Source.NOW, now),
    )
    others = tuple((other, then) for other, then in said if abs(then - at) >= APART)
    return Receipt(min(at, now), source, others)


def _is_credible(source: Source, at: datetime, mail: ReadMail, now: datetime) -> bool:
    if at > now + SKEW:
        return False
    if source is Source.RECEIVED and mail.date and mail.date <= now + SKEW:
        return mail.date - APART <= at <= mail.date + UNDER_WAY
    return True
