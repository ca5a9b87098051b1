"""One run over the trail: from the last seal that was verified, or from the first."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType

from dpo_office.evidence.models import Event, Seal
from dpo_office.evidence.services.verification.chain import Chain
from dpo_office.evidence.services.verification.contents import Contents, run_of
from dpo_office.evidence.services.verification.details import detail_faults
from dpo_office.evidence.services.verification.heads import Head
from dpo_office.evidence.services.verification.tail import Tail
from dpo_office.evidence.services.verification.trusted_keys import TrustedKeys

VERIFIED = "trail.verified"
AT_ONCE = 20_000  # events whose lists are in memory at a time
SEALS_AT_ONCE = 200
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
        self.seals, self.contents, self.tail = 0, Contents(), Tail()
        self.head: Head | None = since.head

    @property
    def events(self) -> int:
        return self.contents.events

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
        for seals in _bundles(start.number, newest.number if newest else 0):
            self.seals += len(seals)
            for seal in seals:
                yield from chain.faults(seal)
                if self.keys and (self.every_signature or seal == newest):
                    yield from filter(None, [self.keys.fault_of(seal)])
            yield from self.contents.faults(seals)
            yield from detail_faults(run_of(seals[0].lineage, seals[0].after, seals[-1].until))
            self.head = Head.of(seals[-1])
        yield from self.tail.faults()


def _bundles(after: int, until: int) -> Iterator[list[Seal]]:
    """Seals that follow each other in one lineage, no more than memory should hold."""
    bundle: list[Seal] = []
    for seal in _in_order(after, until):
        if bundle and not _goes_with(bundle, seal):
            yield bundle
            bundle = []
        bundle.append(seal)
    if bundle:
        yield bundle


def _in_order(after: int, until: int) -> Iterator[Seal]:
    """Page by page: a server-side cursor outside a transaction would copy all lists at once."""
    while page := list(
        Seal.objects.filter(number__gt=after, number__lte=until).order_by("number")[:PAGE]
    ):
        yield from page
        after = page[-1].number


def _goes_with(bundle: list[Seal], seal: Seal) -> bool:
    return (
        seal.lineage == bundle[0].lineage
        and seal.after == bundle[-1].until
        and len(bundle) < SEALS_AT_ONCE
        and sum(one.count for one in bundle) + seal.count <= AT_ONCE
    )
