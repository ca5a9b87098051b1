"""What rows are about, in words: asked of the handlers of all models at once, never one by one."""

from collections import defaultdict
from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType
from django.db import models

from dpo_office.lib import doors
from dpo_office.lib.door_shapes import ClockSubject
from dpo_office.worklist.models.about import About, MaybeAbout

NOTHING = ClockSubject(title="", reference="", url="")
Row = About | MaybeAbout


def subjects_of(
    rows: Iterable[Row], *, viewer: models.Model | None = None
) -> dict[tuple[int, int], ClockSubject]:
    """The subject of every row that has one, by (about_type_id, about_id).

    One question per model, however many rows. Without `viewer` no person is named.
    """
    wanted: dict[int, set[int]] = defaultdict(set)
    for row in rows:
        if row.about_type_id and row.about_id:
            wanted[row.about_type_id].add(row.about_id)
    found = {}
    for type_id, ids in wanted.items():
        for pk, subject in _described(type_id, ids, viewer).items():
            found[type_id, pk] = subject
    return found


def attach(rows: Iterable[Row], *, viewer: models.Model | None = None) -> None:
    """Give each row its `subject`; one that no handler names has an empty one."""
    rows = list(rows)
    found = subjects_of(rows, viewer=viewer)
    for row in rows:
        key = (row.about_type_id or 0, row.about_id or 0)
        row.subject = found.get(key, NOTHING)


def reference_of(record: models.Model | None) -> str:
    """The reference under which the record may leave the office; empty when it has none."""
    if record is None:
        return ""
    type_id = ContentType.objects.get_for_model(record).pk
    return _described(type_id, {record.pk}, None).get(record.pk, NOTHING).reference


def _described(type_id: int, ids: set[int], viewer: models.Model | None) -> dict[int, ClockSubject]:
    kind = ContentType.objects.get_for_id(type_id)
    handler = doors.clock_handlers.get(f"{kind.app_label}.{kind.model}")
    return dict(handler.describe(ids, viewer=viewer)) if handler else {}
