"""How long the oldest event waits for its seal, and what holds it up."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from dpo_office.evidence.models import Seal
from dpo_office.evidence.services import lineages

FIRST = """
SELECT e.at, e.xid >= pg_snapshot_xmin(pg_current_snapshot()) FROM evidence_event e
WHERE e.lineage = %s AND (e.xid, e.id) > (%s::xid8, %s)
ORDER BY e.xid, e.id LIMIT 1
"""


@dataclass(frozen=True)
class Lag:
    """`held_up`: a write transaction that began before the event is still open somewhere."""

    waited: timedelta
    held_up: bool


def lag(now: datetime) -> Lag:
    """Of the first event that is not sealed yet; nothing waits when all are."""
    head = Seal.objects.head()
    waiting = [row for line in lineages.open_ones(head) if (row := _first(line))]
    if not waiting:
        return Lag(timedelta(0), held_up=False)
    at, held_up = min(waiting)
    return Lag(max(now - at, timedelta(0)), held_up=held_up)


def _first(lineage: int) -> tuple[datetime, bool] | None:
    """Its time, and whether the horizon is before it."""
    after = lineages.sealed_until(lineage)
    with connection.cursor() as cursor:
        cursor.execute(FIRST, [lineage, str(after.xid), after.id])
        row = cursor.fetchone()
    if row is None:
        return None
    return row[0], row[1] and lineage == lineages.current()
