"""Evidence files: who asked for which, how far each is, and the way to it."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dpo_office.accountability.admin.evidence_card import download_of, row_of
from dpo_office.accountability.models import EvidenceFile
from dpo_office.accountability.services import evidence_files
from dpo_office.desk.admin import CaseAdmin
from dpo_office.desk.case_file import CaseFile, Section
from dpo_office.evidence.admin.files import HEADERS
from dpo_office.evidence.refusals import FileGone
from dpo_office.lib.files_keys import Unreadable


@admin.register(EvidenceFile)
class EvidenceFileAdmin(CaseAdmin):
    nothing = gettext_lazy("No evidence file was asked for; each begins in its case.")
    list_display: ClassVar = ["__str__", "status", "with_persons", "asked_by", "asked_at"]
    list_filter: ClassVar = ["status", "with_persons"]
    list_select_related: ClassVar = ["asked_by"]
    search_fields: ClassVar = ["reference"]
    search_help_text = gettext_lazy("Reference of the case")
    sortable_by: ClassVar = []

    def has_add_permission(self, request, obj=None) -> bool:
        return False

    def get_urls(self):
        download = self.admin_site.admin_view(self.download)
        name = "accountability_evidencefile_download"
        return [path("<int:pk>/download/", download, name=name), *super().get_urls()]

    def case_file(self, request: HttpRequest, record: Any, typed: dict) -> CaseFile:
        content = {
            "row": row_of(record),
            "under_way": record.finished_at is None,
            "download": download_of(request, record),
            "why": evidence_files.why_not_open(record, by=request.user),
            "page": request.path,
        }
        facts = [
            (_("Asked by"), record.asked_by),
            (_("Asked"), record.asked_at),
            ("SHA-256", record.sha256),
        ]
        return CaseFile(
            title=_("Evidence of %(case)s") % {"case": record.reference},
            subtitle=_("with persons") if record.with_persons else _("persons left out"),
            reference=f"#{record.pk}",
            sections=[
                Section(_("Evidence file"), "accountability/evidence_card.html", content),
                Section(_("This file"), "desk/facts.html", [fact for fact in facts if fact[1]]),
            ],
        )

    def download(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Hand the archive over, by POST since a look is recorded."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        asked = self.get_object(request, str(pk))
        if asked is None or not self.has_view_permission(request, asked):
            raise Http404
        try:
            content, file = evidence_files.opened(asked, by=request.user, now=timezone.now())
        except ValidationError as refusal:
            messages.error(request, refusal.messages[0])
            return redirect(self.page_of(asked))
        except (FileGone, Unreadable):
            messages.error(request, _("This file cannot be opened. Ask for a new one."))
            return redirect(self.page_of(asked))
        return FileResponse(
            content,
            as_attachment=True,
            filename=f"{asked.reference}.zip",
            content_type=file.content_type,
            headers={**HEADERS, "Content-Length": str(file.size)},
        )
