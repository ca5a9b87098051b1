"""Taking the person out of a closed case; that it was answered, and when, stays (F5).

What stays: reference, channel, language, dates, rights, outcomes, cases of the law, grounds,
exemptions, the amount of a fee, clocks, who acted.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Q

from dpo_office.accountability.models import EvidenceFile
from dpo_office.accountability.services.holding import held_by_matters
from dpo_office.correspondence.models import Incoming, Letter
from dpo_office.correspondence.services import incoming, letters
from dpo_office.evidence.services.erasing import erase_details
from dpo_office.evidence.services.files import remove_files
from dpo_office.parties.models import DataSubject
from dpo_office.parties.services import people
from dpo_office.worklist.services import redaction as worklist
from dpo_office.worklist.services.redaction import waiting_about
from requests_app.models import (
    Correction,
    ErasureItem,
    Exercise,
    Fee,
    Note,
    Recipient,
    RequestPart,
    Restriction,
    SubjectRequest,
)
from requests_app.models.subject_request import SubjectRequestQuerySet
from requests_app.services import parts_emptied
from retention.services.keeping import closed_before

__all__ = ["closed_before", "due", "held", "records_of", "redact"]


def due(now: datetime) -> SubjectRequestQuerySet:
    """Cases to be redacted at `now` (aware), in every end state, held or not."""
    return SubjectRequest.objects.redactable(closed_before(now))


def held() -> Q:
    """Cases for which a task, finding, open matter (A1), restriction or customer still waits."""
    running = RequestPart.objects.running()
    letters_waiting = Letter.objects.filter(
        waiting_about(Letter), about_type=ContentType.objects.get_for_model(SubjectRequest)
    )
    parts = RequestPart.objects.filter(waiting_about(RequestPart))
    exercises = Exercise.objects.filter(waiting_about(Exercise))
    return (
        waiting_about(SubjectRequest)
        | held_by_matters(SubjectRequest)
        | Q(pk__in=parts.values("request_id"))
        | Q(pk__in=exercises.values("part__request_id"))
        | Q(pk__in=letters_waiting.values("about_id"))
        | Q(pk__in=Restriction.objects.in_force().values("exercise__part__request_id"))
        | Q(pk__in=running.values("request_id"))
    )


@transaction.atomic
def redact(pk: int, *, now: datetime) -> bool:
    """Redact one case if it is still due and nobody else is at it; whether it was."""
    ready = due(now).exclude(held()).filter(pk=pk)
    request = ready.select_for_update(skip_locked=True, of=("self",)).first()
    if request is None:
        return False
    records = list(records_of(request))
    rows = worklist.redact(records)
    letters.redact(request, now=now)
    incoming.redact(request, now=now)
    for record in records:
        remove_files(about=record, by=None)
    for rows_of_case, blank in words_of(request):
        rows_of_case.update(**blank)
    parts_emptied.empty(request, now=now)
    status = SubjectRequest.Status.REDACTED
    said = dict.fromkeys(("words", "answer_to", "late_words", "former_reference"), "")
    request.move_to(status, by=None, at=now, redacted_at=now, **said)
    erase_details(about=[*records, *rows], by=None)
    _let_go(request.subject, now=now)
    return True


def words_of(request: SubjectRequest) -> Iterator[tuple[models.QuerySet, dict[str, Any]]]:
    """The rows of a case that hold words about its person, and what they hold once it is gone."""
    exercises = Exercise.objects.filter(part__request=request)
    yield exercises, {"advice": "", "done": "", "reasons": "", "particulars": {}}
    of_them = {"exercise__in": exercises}
    yield Correction.objects.filter(**of_them), {"what": "", "old": "", "new": ""}
    yield ErasureItem.objects.filter(**of_them), {"what": "", "why": ""}
    yield Recipient.objects.filter(**of_them), {"name": "", "why_not": ""}
    yield Fee.objects.filter(request=request), {"argument": ""}
    yield Note.objects.filter(request=request), {"text": ""}


def records_of(request: SubjectRequest) -> Iterator[models.Model]:
    """Everything that files, findings, tasks and the trail can be about in this case."""
    yield request
    yield from request.parts.all()
    yield from Exercise.objects.filter(part__request=request)
    for about in (request, *request.parts.all()):
        for letter in Letter.objects.about(about).select_related("delivery"):
            yield letter
            if hasattr(letter, "delivery"):
                yield letter.delivery
    yield from Incoming.objects.about(request)
    yield from EvidenceFile.objects.about(request)


def _let_go(subject: DataSubject, *, now: datetime) -> None:
    """The person goes too, once no case that is not redacted needs them."""
    DataSubject.objects.select_for_update().get(pk=subject.pk)  # of two last cases one waits
    if not SubjectRequest.objects.filter(subject=subject, redacted_at=None).exists():
        people.redact(subject, now=now)
        erase_details(about=subject, by=None)
