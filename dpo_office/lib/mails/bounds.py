"""What a mail may cost to read: bytes, lines, parts, depth, headers; beyond that it is refused.

The parser of the standard library keeps each line and part as an object, and asks each line
about every open boundary: without these bounds a few megabytes fill the memory or hours.
"""

from collections.abc import Sequence
from email.feedparser import BytesFeedParser
from email.message import EmailMessage
from email.policy import EmailPolicy
from typing import Any, cast

from django.utils.translation import gettext as _

from dpo_office.lib.refusals import Refused

LARGEST = 25 * 1024 * 1024  # bytes of a mail
MOST_LINES = 500_000  # 25 MB of base64 are 350,000
MOST_PARTS = 200
DEEPEST = 12  # multiparts within each other
LONGEST_HEADER = 4_000  # characters of one header that are looked at
FED = 64 * 1024
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .msg


class MailRefused(Refused):
    """The mail is not read; why, in a sentence for who handed it over."""


class Bounded(EmailPolicy):
    """The default policy, on the first part of each header only: its parser is not linear."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name[:LONGEST_HEADER], value[:LONGEST_HEADER]


class _Counted:
    """Makes the messages of one mail, and refuses the one too many, or too deep."""

    def __init__(self, parser: "_Parser") -> None:
        self.parser, self.parts = parser, 0

    def __call__(self, policy: Any = None) -> EmailMessage:
        self.parts += 1
        if self.parts > MOST_PARTS or len(self.parser.open_parts) > DEEPEST:
            raise MailRefused(
                _("This mail has too many parts, or parts within parts. Paste its text instead.")
            )
        return EmailMessage(policy=policy)


class _Parser(BytesFeedParser):
    open_parts: Sequence[Any] = ()

    def __init__(self) -> None:
        super().__init__(_factory=_Counted(self), policy=Bounded())
        self.open_parts = self._msgstack  # type: ignore[attr-defined]  # how deep it is now


def parsed(raw: bytes) -> EmailMessage:
    """The mail as a tree of parts. Raises MailRefused for one that costs too much."""
    refuse_size(len(raw))
    if raw.startswith(OLE):
        raise MailRefused(_("This is a file of Outlook's own kind. Save the mail as .eml instead."))
    if raw.count(b"\n") + raw.count(b"\r") - raw.count(b"\r\n") > MOST_LINES:
        raise MailRefused(_("This mail has too many lines to be read. Paste its text instead."))
    try:
        parser = _Parser()
        for start in range(0, len(raw), FED):
            parser.feed(raw[start : start + FED])
        return cast(EmailMessage, parser.close())
    except MailRefused:
        raise
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise MailRefused(_("This mail cannot be read. Paste its text instead.")) from error


def refuse_size(size: int) -> None:
    """Raise MailRefused for nothing at all, or more than LARGEST."""
    if not size:
        raise MailRefused(_("This mail is empty."))
    if size > LARGEST:
        limit = LARGEST // 1024 // 1024
        raise MailRefused(
            _("This mail is larger than %(limit)d MB. Paste its text instead.") % {"limit": limit}
        )
