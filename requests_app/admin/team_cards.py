"""Cards for those who share a case: the handover note, and what they tell each other."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext as _

from dpo_office.desk.case_file import NextStep, Section, StateLabel
from dpo_office.organisation.models import User
from dpo_office.worklist.models import Errand
from requests_app.admin.team_forms import NoteForm, WithdrawForm
from requests_app.models import SubjectRequest
from requests_app.services import handover, notes

TONES = {"waits": "soon", "answered": "done"}


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


def colleagues_card(case: SubjectRequest, reader: User) -> list[Section]:
    """What colleagues were asked and answered, newest first; none while nobody was."""
    asked = Errand.objects.about(case).select_related("task", "asked_by")
    may = reader.has_perm("requests_app.ask_colleague_subjectrequest")
    rows = [
        {
            "errand": errand,
            "label": StateLabel(errand.get_status_display(), TONES.get(errand.status, "rest")),
            "steps": _of_errand(errand) if may and errand.status == Errand.Status.WAITS else [],
        }
        for errand in asked
    ]
    return [Section(_("Asked colleagues"), "desk/case_errands.html", rows)] if rows else []


def _of_errand(errand: Errand) -> list[NextStep]:
    withdraw = NextStep(
        name=f"withdraw_question-{errand.pk}",
        label=_("Withdraw"),
        form=WithdrawForm(prefix=f"withdraw_question-{errand.pk}"),
        icon="block",
    )
    remind = NextStep(
        name=f"remind_colleague-{errand.pk}", label=_("Send a new link"), icon="forward_to_inbox"
    )
    return [remind, withdraw]


def merged_card(case: SubjectRequest) -> list[Section]:
    """The case that this one goes on in, or the later ones that came in; none for most."""
    rows = [(_("Goes on in"), case.merged_into)] if case.merged_into_id else []
    rows += [(_("Asked again as"), later) for later in case.merged.order_by("pk")]
    return [Section(_("Same person, same matter"), "desk/case_merged.html", rows)] if rows else []
