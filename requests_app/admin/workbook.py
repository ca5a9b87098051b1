"""The list of requests as a workbook: what figures and audits are made from, typed (F7)."""

from django.utils.translation import gettext as _

from dpo_office.desk.xlsx import Column
from dpo_office.worklist.models import Clock
from requests_app.models import SubjectRequest


def columns(*, persons: bool) -> list[Column]:
    """Without `persons` neither name nor address (F3)."""
    named = [
        Column(_("Person"), lambda case: case.subject.name),
        Column(_("Address"), lambda case: case.answer_to),
    ]
    return [
        Column(_("Reference"), lambda case: case.reference),
        *(named if persons else []),
        Column(_("Rights"), lambda case: case.rights),
        Column(_("State"), lambda case: case.get_status_display()),
        Column(_("Came by"), lambda case: case.get_channel_display()),
        Column(_("Language"), lambda case: case.language),
        Column(_("Received"), lambda case: case.received_at),
        Column(_("Our promise"), _due(Clock.Kind.PROMISE)),
        Column(_("Legal deadline"), _due(Clock.Kind.LEGAL)),
        Column(_("Acknowledged"), lambda case: case.acknowledged_at),
        Column(_("Identity"), lambda case: case.get_identity_proof_display()),
        Column(_("Answered"), lambda case: case.answered_at),
        Column(_("Closed"), lambda case: case.closed_at),
        Column(_("Handler"), lambda case: case.handler),
    ]


def _due(kind: str):
    def day(case: SubjectRequest):
        clock = case.kinds.get(kind)
        return clock and clock.due_on

    return day
