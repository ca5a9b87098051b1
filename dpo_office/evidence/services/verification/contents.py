"""The events of sealed runs: read as a stream, hashed here, held against the lists of the seals."""

import struct
from collections.abc import Iterable, Iterator
from hashlib import sha256

from django.db import connection
from django.utils.translation import gettext as _

from dpo_office.evidence.models import Event, Position, Seal
from dpo_office.evidence.services.leaves import LINE
from dpo_office.lib import merkle

RUN = """
e.lineage = %(lineage)s AND (e.xid, e.id) > (%(after_xid)s::xid8, %(after_id)s)
AND (e.xid, e.id) <= (%(until_xid)s::xid8, %(until_id)s)
"""
# Binary COPY: one message a row, no escapes. 19 bytes of header, two int columns' lengths.
STREAM = f"COPY (SELECT e.id, {LINE} FROM evidence_event e WHERE {RUN}) TO STDOUT (FORMAT BINARY)"  # noqa: S608
HEADER = 19
ROW = struct.Struct("!hiqi")  # columns, length of id, id, length of line


class Contents:
    """Compares runs of events with what was sealed; counts them."""

    def __init__(self) -> None:
        self.events = 0

    def faults(self, seals: list[Seal]) -> Iterator[str]:
        """For seals of one lineage that follow each other: what their runs hold and should hold."""
        promised: dict[int, tuple[bytes, int]] = {}
        for seal in seals:
            members = seal.unpacked()
            leaves = [leaf for _pk, leaf in members]
            if len(leaves) != seal.count or merkle.root(leaves).hex() != seal.root:
                yield _("Signature %(seal)d: its list of events was altered.") % {
                    "seal": seal.number
                }
            promised.update((pk, (leaf, seal.number)) for pk, leaf in members)
        run = run_of(seals[0].lineage, seals[0].after, seals[-1].until)
        for pk, leaf in leaves_of(run):
            self.events += 1
            kept, number = promised.pop(pk, (None, 0))
            if kept is None:
                yield _("Event %(event)d was inserted.") % {"event": pk}
            elif kept != leaf:
                yield _("Event %(event)d was altered (signature %(seal)d).") % {
                    "event": pk,
                    "seal": number,
                }
        yield from _left(promised)


def run_of(lineage: int, after: Position, until: Position) -> dict[str, int | str]:
    """The values of a run for SQL."""
    return {
        "lineage": lineage,
        "after_xid": str(after.xid),
        "after_id": after.id,
        "until_xid": str(until.xid),
        "until_id": until.id,
    }


def leaves_of(run: dict[str, int | str]) -> Iterator[tuple[int, bytes]]:
    """Id and leaf of each event of a run; memory stays flat."""
    size, unpack, digest = ROW.size, ROW.unpack_from, sha256
    with connection.cursor() as cursor, cursor.copy(STREAM, run) as stream:
        start = HEADER
        for raw in stream:
            row = bytes(raw)[start:] if start else bytes(raw)
            start = 0
            if len(row) <= size:  # the header alone, or the trailer
                continue
            yield unpack(row)[2], digest(b"\x00" + row[size:]).digest()


def _left(promised: dict[int, tuple[bytes, int]]) -> Iterator[str]:
    """Sealed, but not in the run: gone, or moved by changing what decides its place."""
    there = _existing(promised)
    for pk, (_leaf, number) in promised.items():
        words = {"event": pk, "seal": number}
        if pk in there:
            yield _("Event %(event)d was altered (signature %(seal)d).") % words
        else:
            yield _("Event %(event)d is missing (signature %(seal)d).") % words


def _existing(ids: Iterable[int]) -> set[int]:
    return set(Event.objects.filter(pk__in=list(ids)).values_list("pk", flat=True))
