"""The card "Evidence file" of a case: one click asks for it, a row shows how far it is."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from dpo_office.accountability import tasks
from dpo_office.accountability.models import EvidenceFile
from dpo_office.accountability.services import evidence_files
from dpo_office.desk.case_file import Section
from dpo_office.desk.rows import Progress, ProgressRow

PROGRESS = {
    "waiting": Progress.WAITS,
    "running": Progress.RUNS,
    "done": Progress.DONE,
    "failed": Progress.FAILED,
}


def evidence_card(request: HttpRequest, case: models.Model) -> list[Section]:
    """The reader's own evidence file of the case, the newest, and the way to a new one.

    No card for those who may not have one.
    """
    name = case._meta
    if not request.user.has_perm(f"{name.app_label}.evidence_file_{name.model_name}"):
        return []
    mine = EvidenceFile.objects.about(case).filter(asked_by=request.user)
    newest = mine.select_related("about_type", "asked_by").first()
    under_way = bool(newest and newest.finished_at is None)
    content = {
        "row": row_of(newest) if newest else None,
        "under_way": under_way,
        "may_ask": not under_way,
        "download": download_of(request, newest) if newest else "",
        "page": reverse(f"admin:{name.app_label}_{name.model_name}_change", args=[case.pk]),
    }
    return [Section(_("Evidence file"), "accountability/evidence_card.html", content)]


def ask_for_evidence(case: Any, by: Any, data: dict[str, Any]) -> str:
    """The step of that name, for any case."""
    evidence_files.ask(case, by=by, now=timezone.now())
    tasks.soon()
    return _("The evidence file is being made; it appears beside.")


def download_of(request: HttpRequest, asked: EvidenceFile) -> str:
    """The way to the archive for this person; empty while there is none."""
    if evidence_files.why_not_open(asked, by=request.user):
        return ""
    return reverse("admin:accountability_evidencefile_download", args=[asked.pk])


def row_of(asked: EvidenceFile) -> ProgressRow:
    return ProgressRow(
        name=asked.reference,
        progress=PROGRESS[asked.status],
        place=_("with persons") if asked.with_persons else _("persons left out"),
        at=asked.finished_at or asked.began_at,
        why=asked.trouble,
        counted=False,
    )
