"""Seals: signed statements about runs of events, each of which names the one before (F6)."""

from collections.abc import Iterable
from hashlib import sha256
from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _

from dpo_office.evidence.models.cluster import TransactionId
from dpo_office.evidence.models.event import Event
from dpo_office.evidence.models.office_key import OfficeKey

ID, LEAF = 8, 32  # bytes


class Position(NamedTuple):
    """A place in the order of sealing: no event can appear before a place once it is sealed."""

    xid: int = 0
    id: int = 0

    def __str__(self) -> str:
        return f"{self.xid}/{self.id}"


class SealQuerySet(models.QuerySet["Seal"]):
    def head(self) -> "Seal | None":
        """The newest."""
        return self.defer("members").order_by("-number").first()

    def last_of(self, lineage: int) -> "Seal | None":
        """The newest of one lineage, in which places only rise."""
        of_it = self.filter(lineage=lineage).defer("members")
        return of_it.order_by("-until_xid", "-until_id").first()

    def over(self, event: Event) -> "Seal | None":
        """The seal in whose run the event's place is; None while it waits for one."""
        behind = models.Q(until_xid=event.xid, until_id__gte=event.pk)
        rows = self.filter(behind | models.Q(until_xid__gt=event.xid), lineage=event.lineage)
        return rows.defer("members").order_by("until_xid", "until_id").first()


class Seal(models.Model):
    """One run of events of one lineage, in order; nothing can be put in or taken out.

    `members` has the id and the leaf of each, so that a check can name the event that is
    missing, altered or inserted; the root over the leaves is what is signed.
    """

    number = models.PositiveBigIntegerField(_("number"), primary_key=True)
    lineage = models.BigIntegerField(_("database"))
    after_xid = TransactionId()
    after_id = models.BigIntegerField()
    until_xid = TransactionId()
    until_id = models.BigIntegerField()
    count = models.PositiveIntegerField(_("events"))
    root = models.CharField(_("root"), max_length=64)
    previous = models.CharField(_("digest of the one before"), max_length=64, blank=True)
    sealed_at = models.DateTimeField(_("signed"))
    key = models.ForeignKey(OfficeKey, models.PROTECT, verbose_name=_("key"))
    signature = models.TextField(_("signature"))
    members = models.BinaryField()

    objects = SealQuerySet.as_manager()

    class Meta:
        verbose_name = _("signature on the trail")
        verbose_name_plural = _("signatures on the trail")
        ordering = ["-number"]
        indexes = [
            models.Index(fields=["lineage", "until_xid", "until_id"], name="seal_of_a_place")
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(number__gte=1), name="seals_count_from_one"),
            models.CheckConstraint(condition=models.Q(count__gte=1), name="no_seal_is_empty"),
        ]

    def __str__(self) -> str:
        return f"signature {self.number}"

    @property
    def after(self) -> Position:
        return Position(self.after_xid, self.after_id)

    @property
    def until(self) -> Position:
        return Position(self.until_xid, self.until_id)

    @property
    def statement(self) -> str:
        """What is signed, in words that a person can read."""
        lines = {
            "number": self.number,
            "lineage": self.lineage,
            "after": self.after,
            "until": self.until,
            "count": self.count,
            "root": self.root,
            "previous": self.previous or "none",
            "sealed": f"{self.sealed_at:%Y-%m-%dT%H:%M:%S.%fZ}",
            "key": self.key_id,
        }
        return "DPO Office seal, form 1\n" + "".join(f"{k}: {v}\n" for k, v in lines.items())

    @property
    def digest(self) -> str:
        """SHA-256 of the statement, hex: by this the next seal names it."""
        return sha256(self.statement.encode()).hexdigest()

    @staticmethod
    def packed(members: Iterable[tuple[int, bytes]]) -> bytes:
        return b"".join(pk.to_bytes(ID, "big") + leaf for pk, leaf in members)

    def leaves(self) -> list[bytes]:
        """The leaf of each event, in order."""
        raw, width = bytes(self.members), ID + LEAF
        return [raw[at : at + LEAF] for at in range(ID, len(raw), width)]

    def unpacked(self) -> list[tuple[int, bytes]]:
        """The id and leaf of each event, in order."""
        raw, width = bytes(self.members), ID + LEAF
        return [
            (int.from_bytes(raw[at : at + ID], "big"), raw[at + ID : at + width])
            for at in range(0, len(raw), width)
        ]
