"""The page of one file, and its download: seen by whoever may see what it is about."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.defaultfilters import filesizeformat
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dpo_office.desk.admin import CaseAdmin
from dpo_office.desk.case_file import CaseFile, Section, StateLabel
from dpo_office.evidence.admin.about import open_subject, subject_of
from dpo_office.evidence.admin.files_card import shown_name
from dpo_office.evidence.models import EncryptedFile
from dpo_office.evidence.refusals import FileGone
from dpo_office.evidence.services import files
from dpo_office.lib.files_keys import Unreadable
from dpo_office.organisation.access import may_see_persons

# A file from outside is handed over to be kept, never shown: not as a page, not in a frame, and
# whatever script it holds has no origin to run in (ASVS 3.2.1, 5.4.1, 5.4.2).
HEADERS = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


class SeenFiles(ChangeList):
    """The files about records of kinds that the reader may see."""

    def get_queryset(self, request, exclude_parameters=None):
        about = ContentType.objects.filter(pk__in=EncryptedFile.objects.values("about_type"))
        seen = [kind for kind in about if may_see(request, kind)]
        return super().get_queryset(request, exclude_parameters).filter(about_type__in=seen)


@admin.register(EncryptedFile)
class EncryptedFileAdmin(CaseAdmin):
    """Kept by the office itself; whoever may open the case may open its files."""

    nothing = gettext_lazy("No file is kept.")
    list_display: ClassVar = ["__str__", "kind", "shown_size", "scan", "stored_at", "expires_at"]
    list_filter: ClassVar = ["kind", "scan"]
    sortable_by: ClassVar = []

    @admin.display(description=gettext_lazy("size"))
    def shown_size(self, file: EncryptedFile) -> str:
        return filesizeformat(file.size)

    def has_add_permission(self, request, obj=None) -> bool:
        return False

    def get_changelist(self, request, **kwargs):
        return SeenFiles

    def has_view_permission(self, request, obj=None) -> bool:
        """Of a file, only with the right to see the record that it is about."""
        return super().has_view_permission(request, obj) and (
            obj is None or may_see(request, obj.about_type)
        )

    def get_urls(self):
        download = self.admin_site.admin_view(self.download)
        name = "evidence_encryptedfile_download"
        return [path("<int:pk>/download/", download, name=name), *super().get_urls()]

    def case_file(self, request, record, typed):
        return file_of(request, record, persons=may_see_persons(request.user))

    def download(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Hand the file over, by POST since a look is recorded."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        file = self.get_object(request, str(pk))
        if file is None:
            raise Http404
        if not may_download(request, file):
            raise PermissionDenied
        try:
            content = files.opened(file, now=timezone.now())
        except (FileGone, Unreadable):
            messages.error(request, _("This file cannot be opened. Tell your administrator."))
            return redirect(self.page_of(file))
        files.looked_at(file, by=request.user)
        return FileResponse(
            content,
            as_attachment=True,
            filename=shown_name(file, persons=True),
            content_type=file.content_type,
            headers={**HEADERS, "Content-Length": str(file.size)},
        )


def may_see(request: HttpRequest, kind: ContentType) -> bool:
    """Whether the reader may see records of that kind."""
    return request.user.has_perm(f"{kind.app_label}.view_{kind.model}")


def may_download(request: HttpRequest, file: EncryptedFile) -> bool:
    """The right to open files, to see the record concerned, and to see persons."""
    right = request.user.has_perm("evidence.download_encryptedfile")
    return right and may_see(request, file.about_type) and may_see_persons(request.user)


def file_of(request: HttpRequest, file: EncryptedFile, *, persons: bool) -> CaseFile:
    """Everything on the page of one file."""
    about = subject_of(request, file)
    labels = [StateLabel(str(file.get_scan_display()), "soon" if file.needs_warning else "done")]
    content = {
        "warn": file.needs_warning,
        "url": reverse("admin:evidence_encryptedfile_download", args=[file.pk])
        if may_download(request, file)
        else "",
    }
    return CaseFile(
        title=shown_name(file, persons=persons),
        subtitle=about.reference if about else "",
        reference=f"#{file.pk}",
        labels=labels if file.from_outside else [],
        steps=open_subject(about),
        sections=[Section(_("This file"), "desk/facts.html", _facts(file))],
        side=[Section(_("Open it"), "evidence/download.html", content)],
    )


def _facts(file: EncryptedFile) -> list[tuple[str, Any]]:
    facts = [
        (_("Type"), file.kind),
        (_("Size"), filesizeformat(file.size)),
        (_("Kept since"), file.stored_at),
        (_("Taken in by"), str(file.stored_by or _("the office"))),
        (_("Kept until"), file.expires_at),
        ("SHA-256", file.sha256),
    ]
    return [(name, value) for name, value in facts if value is not None]
