"""Taking persons out of what is over: enquiries and matters, by the rule of all cases (F5)."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Q, QuerySet

from dpo_office.accountability.models import Enquiry, EvidenceFile, Matter, MatterPaper
from dpo_office.accountability.services.holding import held_by_matters
from dpo_office.correspondence.models import Letter
from dpo_office.correspondence.services import letters
from dpo_office.evidence.services.erasing import erase_details
from dpo_office.evidence.services.files import remove_files
from dpo_office.worklist.services import redaction as worklist
from dpo_office.worklist.services.redaction import waiting_about
from retention.services.keeping import closed_before

# What each kind loses; that it was there, when, and how it ended, stays.
BLANK: dict[type[models.Model], dict[str, str]] = {
    Enquiry: dict.fromkeys(["asker", "address", "words", "said"], ""),
    Matter: dict.fromkeys(["complainant", "words", "advice", "result"], ""),
}


def due(model: type[models.Model], now: datetime) -> QuerySet[Any]:
    """Rows of `model` (Enquiry, Matter) to be redacted at `now` (aware), held or not."""
    rows: QuerySet[Any] = model._default_manager.redactable(closed_before(now))  # type: ignore[attr-defined]
    return rows


def held(model: type[models.Model]) -> Q:
    """Rows about which, or about whose letters, somebody is still waited for; or of a matter."""
    waiting = Letter.objects.filter(
        waiting_about(Letter), about_type=ContentType.objects.get_for_model(model)
    )
    found = waiting_about(model) | held_by_matters(model) | Q(pk__in=waiting.values("about_id"))
    if model is Matter:
        papers = MatterPaper.objects.filter(waiting_about(MatterPaper))
        found |= Q(pk__in=papers.values("matter_id"))
    return found


@transaction.atomic
def redact(model: type[models.Model], pk: int, *, now: datetime) -> bool:
    """Redact one if it is still due and nobody else is at it; whether it was."""
    ready = due(model, now).exclude(held(model)).filter(pk=pk)
    row = ready.select_for_update(skip_locked=True, of=("self",)).first()
    if row is None:
        return False
    records = list(records_of(row))
    told = worklist.redact(records)
    letters.redact(row, now=now)
    for record in records:
        remove_files(about=record, by=None)
    MatterPaper.objects.filter(pk__in=[r.pk for r in records if isinstance(r, MatterPaper)]).update(
        sender="", note=""
    )
    row.move_to(row.Status.REDACTED, by=None, at=now, redacted_at=now, **BLANK[model])
    erase_details(about=[*records, *told], by=None)
    return True


def records_of(row: Enquiry | Matter) -> Iterator[models.Model]:
    """Everything that files, findings, tasks and the trail can be about in it."""
    yield row
    if isinstance(row, Matter):
        yield from row.papers.all()
    yield from EvidenceFile.objects.about(row)
    for letter in Letter.objects.about(row).select_related("delivery"):
        yield letter
        if hasattr(letter, "delivery"):
            yield letter.delivery
