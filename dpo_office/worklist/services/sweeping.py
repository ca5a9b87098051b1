"""The sweep: every running clock whose next alert is due gets it, exactly once.

One statement per batch does all: it locks due clocks that no other sweeper holds, moves each on
to its next level and writes an alert for every level reached. A killed sweep leaves whole
batches only; what it had not committed the next one finds again.
"""

from datetime import UTC, datetime, timedelta

from django.db import connection, transaction
from django.db.models import Min

from dpo_office.evidence.models import record
from dpo_office.worklist.models import Clock

BATCH = 5_000
URGENT = timedelta(hours=48)

Place = tuple[datetime, int]  # next_alert_at and id of the last clock of a batch

# (next_alert_at, id) goes on from the batch before: a scan from the start would pass all the
# index entries that earlier batches left dead.
SWEEP = """
WITH due AS (
    SELECT id, next_alert_at FROM worklist_clock
    WHERE stopped_at IS NULL AND next_alert_at <= %(now)s
      AND (next_alert_at, id) > (%(since)s, %(last)s)
    ORDER BY next_alert_at, id LIMIT %(batch)s
    FOR UPDATE SKIP LOCKED
), moved AS (
    UPDATE worklist_clock clock
    SET next_alert_at = (SELECT min(t) FROM unnest(alert_times) t WHERE t > %(now)s)
    FROM due WHERE clock.id = due.id
    RETURNING clock.id, clock.kind, clock.due_on, clock.due_at, clock.alert_times,
        due.next_alert_at AS was
), raised AS (
    INSERT INTO worklist_alert
        (clock_id, level, due_on, rang_at, raised_at, needs_mail)
    SELECT moved.id, slot.level, due_on, slot.at, %(now)s,
        kind IN ('legal', 'hours') AND due_at <= %(urgent)s
    FROM moved, unnest(alert_times) WITH ORDINALITY AS slot (at, level)
    WHERE slot.at BETWEEN was AND %(now)s
    ON CONFLICT DO NOTHING
    RETURNING 1
)
SELECT (SELECT count(*) FROM moved), (SELECT count(*) FROM raised), was, id
FROM moved ORDER BY was DESC, id DESC LIMIT 1
"""


def sweep(now: datetime, *, batch: int = BATCH) -> int:
    """Raise every alert that is due at `now`, in batches with a commit each; how many."""
    raised = 0
    place: Place | None = (datetime.min.replace(tzinfo=UTC), 0)
    while place is not None:
        count, place = _sweep_batch(now, place, batch)
        raised += count
    return raised


@transaction.atomic
def _sweep_batch(now: datetime, place: Place, batch: int) -> tuple[int, Place | None]:
    """One batch after `place`: alerts raised, and where the next batch goes on, if any."""
    with connection.cursor() as cursor:
        cursor.execute(SWEEP, values_of(now, place, batch))
        row = cursor.fetchone()
    if row is None:
        return 0, None
    moved, raised, was, pk = row
    facts = {"clocks": moved, "alerts": raised, "oldest_s": int((now - was).total_seconds())}
    record("clocks.swept", by=None, facts=facts)
    return raised, (was, pk) if moved == batch else None


def values_of(now: datetime, place: Place, batch: int) -> dict[str, datetime | int]:
    """What SWEEP asks for."""
    since, last = place
    return {"now": now, "urgent": now + URGENT, "since": since, "last": last, "batch": batch}


def lag(now: datetime) -> timedelta:
    """How long the oldest due alert has waited for a sweep: zero when none waits (health)."""
    oldest = Clock.objects.running().aggregate(oldest=Min("next_alert_at"))["oldest"]
    return max(now - oldest, timedelta(0)) if oldest else timedelta(0)
