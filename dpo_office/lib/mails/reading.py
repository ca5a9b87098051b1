"""Reading a mail's bytes: headers, words, what came with it (RFC 5322, 2045)."""

import re
from datetime import UTC, datetime
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parsedate_to_datetime

from django.utils.translation import gettext as _

from dpo_office.lib.mails import tidy
from dpo_office.lib.mails.bounds import MailRefused, parsed
from dpo_office.lib.mails.parts import content_of
from dpo_office.lib.mails.read_mail import ReadMail

LONGEST_NAME, LONGEST_ADDRESS, LONGEST_SUBJECT, LONGEST_ID = 200, 254, 300, 250
MOST_RECEIVED, MOST_THREADS = 30, 50
ADDRESS = re.compile(r"[^\s<>\"'(),:;@]{1,64}@[^\s<>\"'(),:;@]{1,190}")
MESSAGE_ID = re.compile(r"<[^<>\s]{1,248}>")
# What a header's own parser may raise on hostile text, beside what it promises.
WRONG = (ValueError, LookupError, TypeError, AttributeError, RecursionError, AssertionError)


def read(raw: bytes, *, pasted: bool = False) -> ReadMail:
    """What the mail says. Raises MailRefused for one that is empty or costs too much.

    `pasted`: the bytes were typed or pasted as text, thus are UTF-8 whatever its headers say.
    """
    message = parsed(raw)
    if not any(_raw(message, name) for name in ("From", "Date", "Received", "Message-ID")):
        raise MailRefused(_("This is not a mail. Save the mail as .eml, or paste its text."))
    name, sender = _address(message, "From")
    content = content_of(message, pasted=pasted)
    return ReadMail(
        sender_name=name,
        sender=sender,
        reply_to=_address(message, "Reply-To")[1],
        subject=_line(message, "Subject", LONGEST_SUBJECT),
        date=moment(_raw(message, "Date")),
        received=_received(message),
        message_id=next(iter(_ids(message, "Message-ID")), ""),
        threads=_threads(message),
        words=content.words,
        words_cut=content.words_cut,
        enclosed=content.enclosed,
        left_out=content.left_out,
        automatic=_is_automatic(message),
    )


def moment(text: str) -> datetime | None:
    """The time that a Date or the end of a Received line gives, in UTC; None if it gives none.

    Without a zone it is taken for UTC (RFC 5322, 4.3: -0000 says nothing of the zone).
    """
    try:
        at = parsedate_to_datetime(text.strip())
        aware = at if at.tzinfo else at.replace(tzinfo=UTC)
        return aware.astimezone(UTC) if 1970 <= aware.year <= 2200 else None
    except (*WRONG, OverflowError):
        return None


def _received(message: EmailMessage) -> tuple[datetime, ...]:
    """Times of the Received lines, topmost first: each relay writes above those before it."""
    lines = _raw_all(message, "Received")[:MOST_RECEIVED]
    return tuple(at for line in lines if (at := moment(line.rpartition(";")[2])))


def _threads(message: EmailMessage) -> tuple[str, ...]:
    """What it answers: In-Reply-To, then References from the last to the first."""
    found = [*_ids(message, "In-Reply-To"), *reversed(_ids(message, "References"))]
    return tuple(dict.fromkeys(found))[:MOST_THREADS]


def _ids(message: EmailMessage, name: str) -> list[str]:
    return MESSAGE_ID.findall(tidy.one_line(_raw(message, name), 4_000))


def _is_automatic(message: EmailMessage) -> bool:
    """RFC 3834, 5: somebody's machine answered, not the person."""
    said = _raw(message, "Auto-Submitted").partition(";")[0].strip().lower()
    return said not in ("", "no")


def _address(message: EmailMessage, name: str) -> tuple[str, str]:
    """Display name and address of the first sender."""
    try:
        address = message[name].addresses[0]
        spec = tidy.one_line(address.addr_spec, LONGEST_ADDRESS)
        return tidy.one_line(address.display_name, LONGEST_NAME), spec if "@" in spec else ""
    except (*WRONG, IndexError):
        return _address_by_hand(_raw(message, name))


def _address_by_hand(value: str) -> tuple[str, str]:
    """What looks like an address in a header that its own parser refuses, and what precedes it."""
    found = ADDRESS.search(value)
    if found is None:
        return "", ""
    named = value[: found.start()].strip(" <\"'")
    try:
        named = str(make_header(decode_header(named)))
    except (*WRONG, HeaderParseError):
        named = ""
    return tidy.one_line(named, LONGEST_NAME), found[0][:LONGEST_ADDRESS]


def _line(message: EmailMessage, name: str, longest: int) -> str:
    try:
        return tidy.one_line(message[name] or "", longest)
    except WRONG:
        return tidy.one_line(_raw(message, name), longest)


def _raw(message: EmailMessage, name: str) -> str:
    """The header as it stands, without its own parser; empty if there is none."""
    return next(iter(_raw_all(message, name)), "")


def _raw_all(message: EmailMessage, name: str) -> list[str]:
    wanted = name.lower()
    return [str(value) for key, value in message.raw_items() if key.lower() == wanted]
