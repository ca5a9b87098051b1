"""The events of sealed runs: read run by run, hashed here, held against the lists of the seals."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _
from psycopg import Connection

from dpo_office.evidence.models import Event, Position, Seal
from dpo_office.evidence.services.leaves import LINE
from dpo_office.lib import merkle

RUN = """
e.lineage = %(lineage)s AND (e.xid, e.id) > (%(after_xid)s::xid8, %(after_id)s)
AND (e.xid, e.id) <= (%(until_xid)s::xid8, %(until_id)s)
"""
# One value for a whole run: a message for each row would cost more than its hash.
LINES = f"""
SELECT coalesce(string_agg(l.line, E'\\n'), ''), coalesce(min(l.id), 0), coalesce(max(l.id), 0),
    coalesce(bool_or(l.commits), false)
FROM (
    SELECT e.id, e.commitments <> '{{}}' AS commits, {LINE} AS line
    FROM evidence_event e WHERE {RUN} ORDER BY e.xid, e.id
) l
"""  # noqa: S608  # our own constant
ROWS = f"SELECT e.id, {LINE} FROM evidence_event e WHERE {RUN} ORDER BY e.xid, e.id"  # noqa: S608


@dataclass(frozen=True)
class Found:
    """A run as it stands now: a line an event, between which numbers they lie, and whether any
    has committed to a value.
    """

    run: dict[str, Any]
    lines: str = ""
    lowest: int = 0
    highest: int = 2**63 - 1
    commits: bool = True


def read_ahead(seals: Iterator[Seal]) -> Iterator[tuple[Seal, Found]]:
    """Each seal and its run; while one is being hashed, the database writes the next.

    The second thread uses psycopg's connection, which lets one at a time speak: so both see the
    same transaction.
    """
    connection.ensure_connection()
    raw, before = connection.connection, None
    with ThreadPoolExecutor(1) as reader:
        for seal in seals:
            following = seal, reader.submit(_found, raw, seal)
            if before:
                yield before[0], before[1].result()
            before = following
        if before:
            yield before[0], before[1].result()


def _found(raw: Connection, seal: Seal) -> Found:
    run = run_of(seal.lineage, seal.after, seal.until)
    (row,) = raw.execute(LINES, run).fetchall()
    return Found(run, *row)


def content_faults(seal: Seal, found: Found) -> Iterator[str]:
    """What the run of a seal holds and should not, or the other way round."""
    leaves = seal.leaves()
    if len(leaves) != seal.count or merkle.root(leaves).hex() != seal.root:
        yield _("Signature %(seal)d: its list of events was altered.") % {"seal": seal.number}
    lines = found.lines.encode().split(b"\n") if found.lines else []
    if leaves != [merkle.leaf(line) for line in lines]:
        yield from _named(seal, found.run)


def run_of(lineage: int, after: Position, until: Position) -> dict[str, Any]:
    """The values of a run for SQL."""
    return {
        "lineage": lineage,
        "after_xid": str(after.xid),
        "after_id": after.id,
        "until_xid": str(until.xid),
        "until_id": until.id,
    }


def _named(seal: Seal, run: dict[str, Any]) -> Iterator[str]:
    """Event by event, once it is known that a run is not as it was sealed."""
    promised = dict(seal.unpacked())
    with connection.cursor() as cursor:
        cursor.execute(ROWS, run)
        rows = cursor.fetchall()
    for pk, line in rows:
        kept = promised.pop(pk, None)
        if kept is None:
            yield _("Event %(event)d was inserted.") % {"event": pk}
        elif kept != merkle.leaf(line.encode()):
            yield _altered(pk, seal)
    # Sealed, but not in the run: gone, or moved by changing what decides its place.
    there = set(Event.objects.filter(pk__in=promised).values_list("pk", flat=True))
    for pk in promised:
        words = {"event": pk, "seal": seal.number}
        gone = _("Event %(event)d is missing (signature %(seal)d).") % words
        yield _altered(pk, seal) if pk in there else gone


def _altered(pk: int, seal: Seal) -> str:
    words = {"event": pk, "seal": seal.number}
    return _("Event %(event)d was altered (signature %(seal)d).") % words
