"""Erasing clear texts from the trail: the values go, the proof stays (GDPR Art. 17; F6)."""

from collections.abc import Iterable

from django.db import models, transaction

from dpo_office.evidence.models import Event, EventDetail, record


@transaction.atomic
def erase_details(*, about: models.Model | Iterable[models.Model], by: models.Model | None) -> int:
    """Empty every value that the trail keeps about these records; how many were there.

    In the caller's transaction; `by` is the acting user, None for the office itself. Salts go
    too, so that no value can be guessed from its commitment. Each record's trail says how many
    of its values were erased; a second run finds none and says nothing.
    """
    records = [about] if isinstance(about, models.Model) else list(about)
    return sum(_erase(one, by) for one in records)


def _erase(one: models.Model, by: models.Model | None) -> int:
    kept = EventDetail.objects.filter(event__in=Event.objects.about_any(one), value__isnull=False)
    erased = kept.update(value=None, salt=None)
    if erased:
        record("details.erased", one, by=by, facts={"count": erased})
    return erased
