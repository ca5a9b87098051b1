"""The seals themselves: none missing, none altered, each naming the one before, each signed."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from dpo_office.evidence.models import Position, Seal


class Chain:
    """Follows the seals from one whose number and digest are known (0 and "" at the start)."""

    def __init__(self, number: int, digest: str) -> None:
        self.number, self.digest = number, digest
        self.until: dict[int, Position] = {}

    def faults(self, seal: Seal) -> Iterator[str]:
        """What is wrong with the next seal, its signature apart."""
        words = {"number": seal.number, "first": self.number + 1, "last": seal.number - 1}
        if seal.number > self.number + 2:
            yield _("Signatures %(first)d to %(last)d are missing.") % words
        elif seal.number == self.number + 2:
            yield _("Signature %(first)d is missing.") % words
        elif seal.previous != self.digest:
            yield (
                _("Signature %(number)d does not name the one before it: one was altered.") % words
            )
        elif seal.after != self._until(seal):
            yield _("Signature %(number)d does not begin where its forerunner ended.") % words
        self.number, self.digest = seal.number, seal.digest
        self.until[seal.lineage] = seal.until

    def _until(self, seal: Seal) -> Position:
        """Where the last seal of the same lineage ended."""
        if seal.lineage not in self.until:
            last = Seal.objects.filter(number__lt=seal.number).last_of(seal.lineage)
            self.until[seal.lineage] = last.until if last else Position()
        return self.until[seal.lineage]
