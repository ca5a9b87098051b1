"""What is behind the last seals: it waits for its seal, or should not be there."""

from collections.abc import Iterator

from django.db import connection
from django.utils.translation import gettext as _

from dpo_office.evidence.models import Position, Seal
from dpo_office.evidence.services import lineages
from dpo_office.evidence.services.verification.contents import Found, run_of
from dpo_office.evidence.services.verification.details import detail_faults

END = Position(2**63 - 1, 2**63 - 1)
BEHIND = "e.lineage = %s AND (e.xid, e.id) > (%s::xid8, %s)"
OF_THE_FUTURE = """
e.xid >= pg_snapshot_xmax(pg_current_snapshot())
AND e.xid IS DISTINCT FROM pg_current_xact_id_if_assigned()
"""


class Tail:
    """Counts what waits for its seal."""

    def __init__(self) -> None:
        self.waiting = 0

    def faults(self) -> Iterator[str]:
        here, still_open = lineages.current(), lineages.open_ones(Seal.objects.head())
        for lineage in lineages.known():
            after = lineages.sealed_until(lineage)
            if lineage not in still_open:
                for event in _ids("true", lineage, after):
                    yield _("Event %(event)d was inserted into a database that was left.") % {
                        "event": event
                    }
            else:
                forged = _ids(OF_THE_FUTURE, lineage, after) if lineage == here else []
                for event in forged:
                    yield _("Event %(event)d was inserted: its transaction is still to come.") % {
                        "event": event
                    }
                self.waiting += _count(lineage, after) - len(forged)
            yield from detail_faults(Found(run_of(lineage, after, END)))


def _ids(condition: str, lineage: int, after: Position) -> list[int]:
    query = f"SELECT e.id FROM evidence_event e WHERE {BEHIND} AND {condition} ORDER BY e.id"  # noqa: S608
    return [pk for (pk,) in _rows(query, lineage, after)]


def _count(lineage: int, after: Position) -> int:
    return _rows(f"SELECT count(*) FROM evidence_event e WHERE {BEHIND}", lineage, after)[0][0]  # noqa: S608


def _rows(query: str, lineage: int, after: Position) -> list[tuple[int]]:
    with connection.cursor() as cursor:
        cursor.execute(query, [lineage, str(after.xid), after.id])
        return cursor.fetchall()
