"""The head of the trail: the newest seal by number and digest, kept where we can't reach it (A1)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from dpo_office.evidence.models import Seal

LINE = re.compile(r"\bseal (\d{1,18}) sha256 ([0-9a-f]{64})\b")


class HeadUnreadable(Exception):
    """The text names no seal."""


@dataclass(frozen=True)
class Head:
    """A seal and the SHA-256 of its statement: vouches for all events and seals before it."""

    number: int
    digest: str

    def __str__(self) -> str:
        return f"seal {self.number} sha256 {self.digest}"

    @classmethod
    def of(cls, seal: Seal) -> "Head":
        return cls(seal.number, seal.digest)

    @classmethod
    def read(cls, text: str) -> "Head":
        """From a mail, a line of the log, or the bare words. Raises HeadUnreadable."""
        found = {cls(int(number), digest) for number, digest in LINE.findall(text)}
        if len(found) != 1:
            raise HeadUnreadable(_("A head reads: seal NUMBER sha256 DIGEST."))
        return found.pop()

    def faults(self) -> Iterator[str]:
        """What is wrong if this head was true once: a tail cut off, or another seal."""
        kept = Seal.objects.defer("members").filter(pk=self.number).first()
        newest = Seal.objects.head()
        last = newest.number if newest else 0
        if last < self.number:
            yield _(
                "The tail is cut: signature %(number)d was there once, the last one now is %(last)d."
            ) % {"number": self.number, "last": last}
        elif kept is None:
            yield _("Signature %(number)d is missing.") % {"number": self.number}
        elif kept.digest != self.digest:
            yield _("Signature %(number)d is another one than the head that was kept.") % {
                "number": self.number
            }
