"""One run over the trail: from the last seal that was verified, or from the first."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType

from dpo_office.evidence.models import Event, Seal
from dpo_office.evidence.services.verification.chain import Chain
from dpo_office.evidence.services.verification.contents import content_faults, read_ahead
from dpo_office.evidence.services.verification.details import detail_faults
from dpo_office.evidence.services.verification.heads import Head
from dpo_office.evidence.services.verification.tail import Tail
from dpo_office.evidence.services.verification.trusted_keys import TrustedKeys

VERIFIED = "trail.verified"
PAGE = 20


@dataclass(frozen=True)
class Checkpoint:
    """Up to this seal an earlier run found nothing wrong."""

    head: Head | None = None


def last_checkpoint() -> Checkpoint:
    """Of the last run that found nothing, as the trail itself tells."""
    kind = ContentType.objects.get_for_model(Seal)
    runs = Event.objects.filter(about_type=kind, kind=VERIFIED).order_by("-about_id", "-id")
    last = runs.first()
    if last and last.about_id:
        return Checkpoint(Head(last.about_id, last.facts["digest"]))
    return Checkpoint()


class Run:
    """Names the faults of the trail; counts what it looked at.

    `every_signature=False` checks only that of the newest seal, which vouches through the
    chain for all before it. Without `keys` none is checked.
    """

    def __init__(
        self, keys: TrustedKeys | None, since: Checkpoint, *, every_signature: bool = True
    ) -> None:
        self.keys, self.since, self.every_signature = keys, since, every_signature
        self.seals = self.events = 0
        self.tail = Tail()
        self.head: Head | None = since.head

    @property
    def waiting(self) -> int:
        """Events that have no seal yet, and so are not protected yet."""
        return self.tail.waiting

    def faults(self) -> Iterator[str]:
        """One sentence for each, as they are found. With keys never in a transaction: gpg runs."""
        if self.keys:
            yield from self.keys.load()
        start = self.since.head or Head(0, "")
        if self.since.head:
            yield from self.since.head.faults()
        newest = Seal.objects.head()
        chain = Chain(start.number, start.digest)
        seals = _in_order(start.number, newest.number if newest else 0)
        for seal, found in read_ahead(seals):
            self.seals += 1
            self.events += seal.count
            yield from chain.faults(seal)
            if self.keys and (self.every_signature or seal == newest):
                yield from filter(None, [self.keys.fault_of(seal)])
            yield from content_faults(seal, found)
            yield from detail_faults(found)
            self.head = Head.of(seal)
        yield from self.tail.faults()


def _in_order(after: int, until: int) -> Iterator[Seal]:
    """Page by page: a server-side cursor outside a transaction would copy all lists at once."""
    while page := list(
        Seal.objects.filter(number__gt=after, number__lte=until).order_by("number")[:PAGE]
    ):
        yield from page
        after = page[-1].number
