"""The clear texts: each fits its commitment, or was erased as a whole; none is gone or extra."""

from collections.abc import Iterator

from django.db import connection
from django.utils.translation import gettext as _

from dpo_office.evidence.services.verification.contents import RUN

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
UNION ALL
SELECT e.id, d.name, NULL
FROM evidence_event e JOIN evidence_eventdetail d ON d.event_id = e.id
WHERE {RUN} AND NOT e.commitments ? d.name
"""  # noqa: S608  # our own constant


def detail_faults(run: dict[str, int | str]) -> Iterator[str]:
    """Of the events of one run. What was erased fits by having no value any more."""
    with connection.cursor() as cursor:
        cursor.execute(BROKEN, run)
        for event, name, is_gone in cursor.fetchall():
            words = {"event": event, "name": name}
            if is_gone is None:
                yield _("Event %(event)d: its detail “%(name)s” was inserted.") % words
            elif is_gone:
                yield _("Event %(event)d: its detail “%(name)s” is missing.") % words
            else:
                yield _("Event %(event)d: its detail “%(name)s” was altered.") % words
