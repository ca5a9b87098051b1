"""What a file or an approval is about, as its app names it to this reader."""

from django.http import HttpRequest

from dpo_office.evidence.models import Approval, EncryptedFile
from dpo_office.lib import doors


def subject_of(request: HttpRequest, row: Approval | EncryptedFile) -> doors.ClockSubject | None:
    """Title, reference and link; None when no app names records of that kind."""
    handler = doors.clock_handlers.get(f"{row.about_type.app_label}.{row.about_type.model}")
    if handler is None:
        return None
    return handler.describe([row.about_id], viewer=request.user).get(row.about_id)
