"""The card "Files" of a case, and what a file is called on a page."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _

from dpo_office.desk.case_file import Section
from dpo_office.evidence.models import EncryptedFile
from dpo_office.lib.files_keys import Unreadable


def files_card(case: models.Model, *, persons: bool) -> Section:
    """The files about a case; without `persons` their names, which may name one, are not shown."""
    rows = [
        {
            "file": file,
            "name": shown_name(file, persons=persons),
            "link": reverse("admin:evidence_encryptedfile_change", args=[file.pk]),
        }
        for file in EncryptedFile.objects.about(case).select_related("stored_by").order_by("pk")
    ]
    return Section(_("Files"), "desk/case_files.html", rows)


def shown_name(file: EncryptedFile, *, persons: bool) -> str:
    """The file's own name; its kind and number where the name can't or mustn't be shown."""
    if persons:
        try:
            return file.name
        except Unreadable:
            pass
    return _("%(kind)s, file %(n)s") % {"kind": file.kind, "n": file.pk}
