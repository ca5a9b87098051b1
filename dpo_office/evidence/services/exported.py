"""What an export holds: all that is sealed, a time, or what concerns one case."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Protocol

from django.db import connection, models

from dpo_office.evidence.models import Event, Seal
from dpo_office.lib import doors

# Seals whose runs may hold events of that time: transactions commit out of order, runs overlap.
OF_A_TIME = """
SELECT s.number FROM evidence_seal s JOIN (
    SELECT lineage, min(xid) AS low, max(xid) AS high FROM evidence_event
    WHERE at >= %s AND at < %s GROUP BY lineage
) t ON s.lineage = t.lineage AND s.until_xid >= t.low AND s.after_xid <= t.high
ORDER BY s.number
"""
OF_EVENTS = """
SELECT DISTINCT s.number FROM evidence_event e JOIN evidence_seal s ON s.lineage = e.lineage
    AND (s.after_xid, s.after_id) < (e.xid, e.id) AND (e.xid, e.id) <= (s.until_xid, s.until_id)
WHERE e.id = ANY(%s) ORDER BY s.number
"""


class Scope(Protocol):
    words: str

    def seals(self) -> Iterator[int]:
        """Numbers of the seals that go out, rising."""

    def shown(self, events: set[int]) -> set[int]:
        """Of the events of one seal (by id), those that go out in full."""


class Everything:
    words = "everything that is sealed"

    def seals(self) -> Iterator[int]:
        return Seal.objects.order_by("number").values_list("number", flat=True).iterator()

    def shown(self, events: set[int]) -> set[int]:
        return events


class Between:
    """From one instant (aware) to another, the latter excluded, by the time of recording."""

    def __init__(self, start: datetime, end: datetime) -> None:
        self.start, self.end = start, end
        self.words = f"recorded from {start.isoformat()} to {end.isoformat()}"

    def seals(self) -> Iterator[int]:
        return _numbers(OF_A_TIME, self.start, self.end)

    def shown(self, events: set[int]) -> set[int]:
        rows = Event.objects.filter(pk__in=events, at__gte=self.start, at__lt=self.end)
        return set(rows.values_list("pk", flat=True))


class About:
    """Everything about the case of one reference; empty when no app knows it."""

    def __init__(self, reference: str) -> None:
        self.words = f"about {reference}"
        rows = Event.objects.about_any(*records_of(reference))
        self.events = set(rows.values_list("pk", flat=True))

    def seals(self) -> Iterator[int]:
        return _numbers(OF_EVENTS, sorted(self.events))

    def shown(self, events: set[int]) -> set[int]:
        return self.events & events


def records_of(reference: str) -> Collection[models.Model]:
    """All records of the case of that reference, as its app names them."""
    return [record for app in doors.case_records for record in app.records(reference)]


def _numbers(query: str, *values: datetime | list[int]) -> Iterator[int]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        yield from (number for (number,) in cursor.fetchall())
