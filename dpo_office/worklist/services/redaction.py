"""Taking words out of tasks and findings about records that are redacted (F5)."""

from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q

from dpo_office.evidence.services.files import remove_files
from dpo_office.worklist.models import Errand, Finding, Task


def waiting_about(model: type[models.Model]) -> Q:
    """Rows of `model`, by `pk`, about which a task or a finding still waits for somebody."""
    about = {"about_type": ContentType.objects.get_for_model(model)}
    return Q(pk__in=Task.objects.open().filter(**about).values("about_id")) | Q(
        pk__in=Finding.objects.unresolved().filter(**about).values("about_id")
    )


def redact(records: Iterable[models.Model]) -> list[models.Model]:
    """Blank what people or servers wrote about these records; the rows that were about them.

    That there was a task or a finding of that check, when and whose, stays.
    """
    rows: list[models.Model] = []
    for record in records:
        tasks, findings = Task.objects.about(record), Finding.objects.about(record)
        asked = Errand.objects.filter(task__in=tasks)
        rows += [*tasks, *findings, *asked]
        for errand in asked:
            remove_files(about=errand, by=None)
        asked.update(to="", words="", answer="")
        tasks.update(title="")
        findings.update(text="")
    return rows
