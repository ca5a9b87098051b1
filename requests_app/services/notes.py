"""Notes: what the people of the office tell each other about a case (F7)."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dpo_office.evidence.models import record
from dpo_office.lib.plain_text import checked_lines
from dpo_office.organisation.models import User
from requests_app.models import Note, SubjectRequest
from requests_app.services.acting import hold, insist

LONGEST = 20_000  # characters


@transaction.atomic
def write(request: SubjectRequest, *, text: str, by: User, now: datetime | None = None) -> Note:
    """Keep a note about the case, also a closed one. Raises ValidationError without words."""
    now = now or timezone.now()
    hold(request)
    insist(why_not_write(request))
    text = checked_lines(text, field=_("Note"), longest=LONGEST).strip()
    insist("" if text else _("Write something; an empty note helps nobody."))
    note = request.notes.create(text=text, by=by, at=now)
    record("note.written", request, by=by, facts={"note": note.pk}, happened_at=now)
    return note


def why_not_write(request: SubjectRequest) -> str:
    """Why nothing can be noted any more, in words; empty until the person was taken out."""
    gone = request.status == SubjectRequest.Status.REDACTED
    return (
        _("The person was taken out of this case; nothing changes in it any more.") if gone else ""
    )
