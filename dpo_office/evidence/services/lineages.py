"""Lineages: the clusters in which the trail was written, one after the other."""

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dpo_office.evidence.models import Event, Position, Seal, record
from dpo_office.lib import doors
from dpo_office.lib.clock import database_now
from dpo_office.organisation.models import Profile

RESTORED = "trail.restored"
LOCK = 0x7472_6169_6C  # one at a time says that the database was restored

# A loose scan of the index: as many steps as there are lineages.
KNOWN = """
WITH RECURSIVE known AS (
    (SELECT lineage FROM evidence_event ORDER BY lineage LIMIT 1)
    UNION ALL
    SELECT (SELECT e.lineage FROM evidence_event e WHERE e.lineage > known.lineage
            ORDER BY e.lineage LIMIT 1) FROM known WHERE known.lineage IS NOT NULL
)
SELECT lineage FROM known WHERE lineage IS NOT NULL
"""


def current() -> int:
    """The system identifier of the cluster that we are connected to."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT system_identifier FROM pg_control_system()")
        return cursor.fetchone()[0]


def known() -> list[int]:
    """Every lineage of which there are events."""
    with connection.cursor() as cursor:
        cursor.execute(KNOWN)
        return [lineage for (lineage,) in cursor.fetchall()]


def sealed_until(lineage: int) -> Position:
    """The place in this lineage up to which it is sealed."""
    last = Seal.objects.last_of(lineage)
    return last.until if last else Position()


def open_ones(head: Seal | None) -> list[int]:
    """The lineages that may still be sealed, in their order; the current one is the last.

    One that was left is open until its rest is sealed: as long as no other one has followed.
    An event that turns up later in a lineage that was closed is not sealed but named.
    """
    now, newest = current(), head.lineage if head else None
    left = [
        lineage
        for lineage in known()
        if lineage != now
        and (lineage == newest or not Seal.objects.filter(lineage=lineage).exists())
    ]
    return [*sorted(left, key=lambda lineage: lineage != newest), now]


@transaction.atomic
def say_if_restored(head: Seal | None) -> None:
    """If the newest seal is of another cluster, the database was restored: say so, once."""
    now = current()
    if head is None or head.lineage == now:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    facts = {"from": str(head.lineage), "to": str(now), "seal": head.number}
    if Event.objects.filter(lineage=now, kind=RESTORED, facts=facts).exists():
        return
    record(RESTORED, by=None, facts=facts)
    for part in doors.after_restore:
        part.act(database_now())
    doors.raise_finding(
        RESTORED,
        about=None,
        owner=None,
        due_on=timezone.localdate(timezone=Profile.current().zone),
        text=_(
            "The database was restored into another server; the last signature on the "
            "trail that came with it is %(number)d. Check the trail against a head that was kept outside."
        )
        % {"number": head.number},
    )
