"""What a file or an approval is about, as its app names it to this reader."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from dpo_office.desk.case_file import NextStep
from dpo_office.evidence.models import Approval, EncryptedFile
from dpo_office.lib import doors
from dpo_office.lib.door_shapes import ClockSubject


def subject_of(request: HttpRequest, row: Approval | EncryptedFile) -> ClockSubject | None:
    """Title, reference and link; None when no app names records of that kind."""
    handler = doors.clock_handlers.get(f"{row.about_type.app_label}.{row.about_type.model}")
    if handler is None:
        return None
    return handler.describe([row.about_id], viewer=request.user).get(row.about_id)


def open_subject(about: ClockSubject | None) -> list[NextStep]:
    """The link that leads there, as the last of a page's steps."""
    if about is None:
        return []
    label = _("Open %(reference)s") % {"reference": about.reference}
    return [NextStep("subject", label, link=about.url, icon="folder_open")]
