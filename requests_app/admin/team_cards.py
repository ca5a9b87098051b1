"""Cards for those who share a case: the handover note, and what they tell each other."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext as _

from dpo_office.desk.case_file import NextStep, Section
from dpo_office.organisation.models import User
from requests_app.admin.step_forms import NoteForm
from requests_app.models import SubjectRequest
from requests_app.services import handover, notes


def handover_card(case: SubjectRequest, reader: User, now: datetime) -> list[Section]:
    """For whoever took the case over or stands in; for all others none."""
    note = handover.note_for(case, reader=reader, now=now)
    if note is None:
        return []
    return [Section(_("Handover"), "desk/case_handover.html", note, note=note.why)]


def notes_card(case: SubjectRequest, reader: User, typed: dict[str, forms.Form]) -> list[Section]:
    """The notes, newest first, and the form for one more; none while empty and nobody may write."""
    written = list(case.notes.select_related("by"))
    may = reader.has_perm("requests_app.note_subjectrequest") and not notes.why_not_write(case)
    step = NextStep(
        name="note",
        label=_("Add a note"),
        form=typed.get("note") or NoteForm(prefix="note"),
        icon="sticky_note_2",
    )
    if not written and not may:
        return []
    content = {"notes": written, "step": step if may else None}
    return [Section(_("Notes"), "desk/case_notes.html", content)]
