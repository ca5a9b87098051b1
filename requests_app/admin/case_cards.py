"""The cards of a request's file: parts and rights, advice, the person's own words."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from dpo_office.desk import when
from dpo_office.desk.case_file import Section, StateLabel
from dpo_office.organisation.models import Profile
from requests_app.admin import right_cards
from requests_app.models import Exercise, RequestPart, SubjectRequest
from requests_app.services import delegations

TONES = {"granted": "done", "partly": "soon", "refused": "soon", "nothing_held": "done"}
STATE_TONES = dict.fromkeys(("answered", "closed", "ended", "redacted"), "done")


def state_label(case: SubjectRequest) -> StateLabel:
    return StateLabel(case.get_status_display(), STATE_TONES.get(case.status, "works"))


def rights_card(parts: Sequence[RequestPart], exercises: Sequence[Exercise]) -> Section:
    """Rights as rows, parts as columns: one grid says what is open (P4.1, P2.1)."""
    own = Profile.current().legal_name or _("We")
    cells = {(e.right, e.part_id): e for e in exercises}
    rights = {e.right: e for e in exercises}
    content = {
        "parts": [(part, str(part.customer or own)) for part in parts],
        "rows": [
            (
                right,
                [_cell(cells.get((name, part.pk)), str(part.customer or own)) for part in parts],
            )
            for name, right in rights.items()
        ],
    }
    note = _("each customer sees its own part only") if len(parts) > 1 else ""
    return Section(_("Parts and rights"), "desk/case_rights.html", content, note=note)


def _cell(exercise: Exercise | None, part: str) -> dict:
    """One right in one part: its outcome, and on what ground or by whom."""
    if exercise is None:
        return {"part": part}
    notes = [exercise.get_ground_display()] if exercise.ground else []
    if exercise.decided_by:
        notes.append(_("decided by %(who)s") % {"who": exercise.decided_by})
    elif exercise.advice:
        notes.append(_("advice given"))
    label = StateLabel(exercise.get_status_display(), TONES.get(exercise.status, "rest"))
    return {"part": part, "label": label, "note": " · ".join(notes)}


def decisions_card(exercises: Sequence[Exercise]) -> list[Section]:
    """Advice beside the decision, each with who gave it (Art. 38(3), 39(1)); none while empty."""
    under = delegations.by_whose_right(exercises)
    rows = [
        {
            "exercise": exercise,
            "texts": _texts(exercise),
            "lines": right_cards.lines_of(exercise),
            "under": under.get(exercise.pk, ""),
            "alone": exercise.decided_by_id and exercise.decided_by_id == exercise.advised_by_id,
        }
        for exercise in exercises
        if _texts(exercise) or right_cards.lines_of(exercise)
    ]
    return [Section(_("Advice and reasons"), "desk/case_decisions.html", rows)] if rows else []


def _texts(exercise: Exercise) -> list[tuple[str, str, object]]:
    texts = [
        (_("Advice"), exercise.advice, exercise.advised_by),
        *right_cards.words_of(exercise),
        (_("What was done"), exercise.done, exercise.decided_by),
        (_("Why not"), exercise.reasons, exercise.decided_by),
    ]
    return [text for text in texts if text[1]]


def words_card(case: SubjectRequest, now: datetime) -> Section:
    received = when.absolute(case.received_at, now, Profile.current().zone)
    note = f"{case.get_channel_display()} · {received}"
    return Section(_("In their words"), "desk/case_words.html", case.words, note=note)
