"""The clear texts: each fits its commitment, or was erased as a whole; none is gone or extra."""

from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from dpo_office.evidence.services.verification.contents import RUN, Found

BROKEN = f"""
SELECT e.id, c.name, d.id IS NULL
FROM evidence_event e
CROSS JOIN LATERAL jsonb_each_text(e.commitments) AS c (name, promised)
LEFT JOIN evidence_eventdetail d ON d.event_id = e.id AND d.name = c.name
WHERE {RUN} AND e.commitments <> '{{}}' AND (
    d.id IS NULL
    OR pg_catalog.encode(pg_catalog.sha256(d.salt || convert_to(d.value, 'UTF8')), 'hex')
        <> c.promised
)
"""  # noqa: S608  # our own constant
# From the details, which are few; OFFSET 0 keeps the planner from reading the whole run for it.
EXTRA = f"""
SELECT e.id, d.name FROM evidence_eventdetail d CROSS JOIN LATERAL (
    SELECT * FROM evidence_event WHERE id = d.event_id OFFSET 0
) e
WHERE d.event_id BETWEEN %(lowest)s AND %(highest)s AND {RUN} AND NOT e.commitments ? d.name
"""  # noqa: S608  # our own constant


def detail_faults(found: Found) -> Iterator[str]:
    """Of the events of one run. What was erased fits by having no value any more."""
    for event, name, is_gone in _rows(BROKEN, found.run) if found.commits else ():
        words = {"event": event, "name": name}
        if is_gone:
            yield _("Event %(event)d: its detail “%(name)s” is missing.") % words
        else:
            yield _("Event %(event)d: its detail “%(name)s” was altered.") % words
    between = {"lowest": found.lowest, "highest": found.highest}
    for event, name in _rows(EXTRA, {**found.run, **between}):
        words = {"event": event, "name": name}
        yield _("Event %(event)d: its detail “%(name)s” was inserted.") % words


def _rows(query: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall()
