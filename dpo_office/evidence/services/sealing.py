"""Sealing the trail: what is surely committed, in batches, each naming the one before (F6).

    read a batch -> sign it, outside any transaction -> store it, unless somebody else was first

A worker that dies on the way leaves nothing behind: the next one reads the same batch again.
"""

from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, connection, transaction

from dpo_office.evidence.models import Position, Seal
from dpo_office.evidence.services import lineages
from dpo_office.evidence.services.leaves import LINE
from dpo_office.evidence.services.office_keys import Signer
from dpo_office.lib import merkle
from dpo_office.lib.clock import database_now

MOST = 10_000  # events in one seal

# A transaction that began later than all that still run has a higher number than their lowest:
# below it nothing can appear any more. What a restored database brought along is all committed.
READ = f"""
SELECT e.id, e.xid::text, {LINE} FROM evidence_event e
WHERE e.lineage = %(lineage)s AND (e.xid, e.id) > (%(xid)s::xid8, %(id)s)
  AND (NOT %(current)s OR e.xid < pg_snapshot_xmin(pg_current_snapshot()))
ORDER BY e.xid, e.id LIMIT %(most)s
"""  # noqa: S608  # our own constant


@dataclass(frozen=True)
class Batch:
    """Events of one lineage, in order, of which all that will ever be there are there."""

    lineage: int
    after: Position
    until: Position
    members: list[tuple[int, bytes]]


def seal_committed(signer: Signer) -> int:
    """Seal all that can be sealed now; the number of seals made.

    Says so if the database was restored into another cluster. Several at once, or one that is
    killed, do no harm: the number of a seal is given once. Raises openpgp.OpenPgpRefused when
    gpg does not sign.
    """
    made = 0
    while (batch := next_batch(Seal.objects.head())) is not None:
        made += seal_batch(batch, signer)
    return made


def next_batch(head: Seal | None) -> Batch | None:
    """What comes next behind `head`: the rest of lineages that were left, then our own."""
    for lineage in lineages.open_ones(head):
        is_current = lineage == lineages.current()
        if is_current:
            lineages.say_if_restored(head)
        if batch := _read(lineage, is_current=is_current):
            return batch
    return None


def seal_batch(batch: Batch, signer: Signer) -> bool:
    """Sign and store it behind the newest seal; False when somebody else sealed meanwhile."""
    head = Seal.objects.head()
    if lineages.sealed_until(batch.lineage) != batch.after:
        return False
    seal = Seal(
        number=head.number + 1 if head else 1,
        lineage=batch.lineage,
        after_xid=batch.after.xid,
        after_id=batch.after.id,
        until_xid=batch.until.xid,
        until_id=batch.until.id,
        count=len(batch.members),
        root=merkle.root(leaf for _pk, leaf in batch.members).hex(),
        previous=head.digest if head else "",
        sealed_at=database_now(),
        key=signer.key(),
        members=Seal.packed(batch.members),
    )
    seal.signature = signer.sign(seal.statement.encode())
    return _store(seal)


def _read(lineage: int, *, is_current: bool) -> Batch | None:
    after = lineages.sealed_until(lineage)
    values: dict[str, Any] = {"lineage": lineage, "xid": str(after.xid), "id": after.id}
    with connection.cursor() as cursor:
        cursor.execute(READ, {**values, "current": is_current, "most": MOST})
        rows = cursor.fetchall()
    if not rows:
        return None
    members = [(pk, merkle.leaf(line.encode())) for pk, _xid, line in rows]
    return Batch(lineage, after, Position(int(rows[-1][1]), rows[-1][0]), members)


def _store(seal: Seal) -> bool:
    try:
        with transaction.atomic():
            seal.save(force_insert=True)
    except IntegrityError:
        if Seal.objects.filter(pk=seal.pk).exists():
            return False
        raise
    return True
