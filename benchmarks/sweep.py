"""G3: a sweep costs what is due, not what exists; 1M clocks running, 10M stopped.

The limit is one statement that does no more than it must: move every due clock on and write one
alert for each, in one transaction, with nobody else to think of.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction

from benchmarks.measuring import Result, beside, milliseconds, seconds
from dpo_office.worklist.services.sweeping import sweep

RUNNING, STOPPED, DUE = 1_000_000, 10_000_000, 100_000
START = datetime(2026, 1, 1, tzinfo=UTC)
IDLE = START + timedelta(days=9)  # nothing speaks yet
BATCH = 500_000

# Levels 1 to 4 and 8 of a clock of days: in `ahead`, one, two, three, four and five days.
FILL = """
INSERT INTO worklist_clock (about_type_id, about_id, kind, rule_id, rule_valid_from, country,
    time_zone, started_at, due_on, due_at, stopped_at, trace, paused_trace, holidays_version,
    alert_times, next_alert_at)
SELECT %(kind)s, n, 'promise', 'our_promise', '2018-05-25', 'EE', 'Europe/Tallinn',
    %(start)s, %(start)s::date + 20, %(start)s + interval '20 days',
    CASE WHEN %(stopped)s THEN %(start)s + interval '1 day' END,
    '[{"kind": "received"}, {"kind": "counted"}, {"kind": "last_day"}]', '[]', '0.109',
    ARRAY[at, at + interval '1 day', at + interval '2 days', at + interval '3 days',
        NULL, NULL, NULL, at + interval '4 days'],
    CASE WHEN NOT %(stopped)s THEN at END
FROM (
    SELECT n, %(start)s + interval '10 days' + n * interval '1 second' AS at
    FROM generate_series(%(first)s, %(last)s) n
) AS made
"""

# The same change and the same row, and nothing else.
LIMIT = """
WITH moved AS (
    UPDATE worklist_clock SET next_alert_at = next_alert_at + interval '1 day'
    WHERE stopped_at IS NULL AND next_alert_at <= %(now)s
    RETURNING id, due_on, next_alert_at
)
INSERT INTO worklist_alert (clock_id, level, due_on, rang_at, raised_at, needs_mail)
SELECT id, 1, due_on, next_alert_at - interval '1 day', %(now)s, false FROM moved
"""


def run(scale: float = 1.0) -> Iterator[Result]:
    """Fill the tables, then the idle sweep, then sweeps with due clocks beside the limit."""
    running, stopped, due = (int(number * scale) for number in (RUNNING, STOPPED, DUE))
    fill(running, stopped)
    rows = f"{running:,} running and {stopped:,} stopped clocks"
    yield milliseconds(f"sweep with nothing due, {rows}", lambda: sweep(IDLE), at_most=5)
    yield beside(
        f"sweep of {due:,} due clocks, {rows}",
        ours=lambda: rate(due, lambda now: sweep(now)),
        limit=lambda: rate(due, one_statement),
        unit="clocks/s",
        at_least=0.4,
    )


def fill(running: int, stopped: int) -> None:
    """Clocks about nothing in particular; the running ones speak a second apart."""
    kind = ContentType.objects.get(app_label="parties", model="customer").pk
    for first in range(1, running + stopped + 1, BATCH):
        for is_stopped, low, high in ((False, 1, running), (True, running + 1, running + stopped)):
            a, b = max(first, low), min(first + BATCH - 1, high)
            if a <= b:
                values = {"kind": kind, "start": START, "stopped": is_stopped}
                execute(FILL, {**values, "first": a, "last": b})
    execute("VACUUM ANALYZE worklist_clock")


def rate(due: int, job) -> float:
    """Clocks a second of one run over `due` clocks; everything is as before afterwards."""
    now = START + timedelta(days=10, seconds=due)
    execute("CHECKPOINT")
    taken = seconds(lambda: job(now))
    execute("DELETE FROM worklist_alert")
    execute(
        "UPDATE worklist_clock SET next_alert_at = alert_times[1] "
        "WHERE stopped_at IS NULL AND next_alert_at > alert_times[1]"
    )
    execute("VACUUM worklist_clock, worklist_alert")
    return due / taken


@transaction.atomic
def one_statement(now: datetime) -> None:
    execute(LIMIT, {"now": now})


def execute(statement: str, values: dict | None = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
