"""A step posted in a wrong state, also by a hidden form, changes nothing and says why."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from dpo_office.correspondence.models import Letter
from dpo_office.worklist.models import Task
from requests_app.admin.steps import STEPS
from requests_app.models import (
    Exercise,
    Fee,
    Mandate,
    ProofDocument,
    RequestPart,
    SubjectRequest,
)
from requests_app.services import decision, redaction, replies
from requests_app.services.steps import steps_of
from tests.requests_app.test_redaction import LATER
from tests.requests_app.test_the_desk import desk, take
from tests.requests_app.words import ACCESS

__all__ = ["desk"]
pytestmark = pytest.mark.django_db
STATES = ["received", "acknowledged", "decided", "answered", "closed", "ended", "redacted"]
# Taken from a card of their own, not from the list of next steps: tested there.
OF_CARDS = {"note", "remind_colleague", "withdraw_question"}
WORDS = {
    "confirm_identity": {"proof": "code"},
    "ask_identity": {"doubt": "New address.", "needed": "An answer from the old one."},
    "cannot_identify": {"reasons": "No such account."},
    "advise": {"advice": "Grant it."},
    "decide": {"outcome": "granted", "done": "Done.", **ACCESS},
    "reconsider": {"reason": "A store was forgotten."},
    "ask_question": {"question": "Which account?"},
    "extend": {"reason": "Nine systems."},
    "ask_colleague": {"to": "sales@office.example", "words": "Ask.", "due_on": "2099-01-01"},
    "change_address": {"email": "new@mail.example"},
    "end": {"outcome": "withdrawn", "reasons": "By phone."},
    "keep": {"what": "Invoices", "exemption": "17_3_e_claims", "why": "A court case runs."},
    "withdraw": {"reasons": "By phone."},
    "recipient": {"name": "Payroll", "told_on": "2026-01-05"},
    "announce": {"reason": "It was verified."},
    "reopen": {"reason": "The answer was not whole."},
    "why_late": {"cause": "absence"},
    "ask_fee": {"amount": "12.50", "argument": "The ninth this month."},
    "acts_for": {"name": "A. Kask", "kind": "lawyer", "email": "kask@law.example"},
}
OF_ONE_RIGHT = [
    "advise",
    "decide",
    "reconsider",
    "correct",
    "keep",
    "withdraw",
    "recipient",
    "announce",
    "lift",
]

LISTED = [step for step in STEPS if step not in OF_CARDS]


@pytest.fixture
def case_in(request, dpo, now):
    """A case in the state of that name."""

    def make(state: str) -> SubjectRequest:
        if state in ("decided", "answered", "closed"):
            return request.getfixturevalue(state)
        if state == "redacted":
            closed = request.getfixturevalue("closed")
            redaction.redact(closed.pk, now=now + LATER)
            return closed
        logged = request.getfixturevalue("logged")
        if state == "acknowledged":
            replies.acknowledge(logged, by=dpo)
        if state == "ended":
            decision.decide_all(logged, outcome="withdrawn", reasons="By phone.", by=dpo)
        return logged

    return make


def everything_of(case) -> list:
    """All that a step could change."""
    return [
        SubjectRequest.objects.filter(pk=case.pk).values().get(),
        list(Exercise.objects.filter(part__request=case).values()),
        list(Letter.objects.about(case).values("pk", "status", "to")),
        list(Fee.objects.filter(request=case).values()),
        list(RequestPart.objects.filter(request=case).values()),
        list(Mandate.objects.filter(request=case).values()),
        list(ProofDocument.objects.filter(request=case).values()),
        Task.objects.about(case).count(),
    ]


@pytest.mark.parametrize("state", STATES)
def test_each_step_is_taken_where_it_is_offered_and_refused_elsewhere(
    desk, case_in, deputy, delegated, bakery, now, state
):
    """Taken: something changed and a success is told. Refused: nothing changed, and why is told."""
    case = case_in(state)
    case.refresh_from_db()
    assert case.status == state
    ours = set(LISTED) - {"evidence_file"}  # its card is there in every state; it changes no case
    offered = {s.name.split("-")[0] for s in steps_of(case, now) if not s.why_not}
    assert {step: outcome(desk, case, step, deputy, bakery) for step in ours} == {
        step: (step in offered, ["success" if step in offered else "error"]) for step in ours
    }


def more_words(case, step: str, deputy, bakery) -> dict:
    """What only a running test knows."""
    paper = SimpleUploadedFile("passport.pdf", b"%PDF-1.4\n%%EOF")
    rights = Exercise.objects.filter(part__request=case).values_list("right", flat=True)
    return {
        "hand_over": {"to": deputy.pk},
        "form_part": {"customer": bakery.pk, "rights": list(rights)},
        "keep_document": {"files": paper},
    }.get(step, {})


def outcome(desk, case, step: str, deputy, bakery) -> tuple[bool, list[str]]:
    """Whether the step changed anything, and which sort of message came; then all is undone."""
    number = Exercise.objects.get(part__request=case).pk
    name = f"{step}-{number}" if step in OF_ONE_RIGHT else step
    words = WORDS.get(step, {}) | more_words(case, step, deputy, bakery)
    if step == "correct":
        words = {"what": "Name", "new": "Maarit", "to": deputy.pk}
    before = everything_of(case)
    with transaction.atomic():
        answer = take(desk, case, name, **words)
        assert answer.status_code == 200, step
        changed = everything_of(case) != before
        transaction.set_rollback(True)
    return changed, [message.level_tag for message in answer.context["messages"]]
