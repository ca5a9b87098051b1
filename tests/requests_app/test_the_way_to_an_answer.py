"""From acknowledgement to closing; each step refuses what came too early (P5.1, P5.3)."""

import pytest
from django.core.exceptions import ValidationError

from dpo_office.correspondence.models import Letter
from dpo_office.evidence.models import TransitionRefused
from dpo_office.worklist.models import Clock
from requests_app.models import Exercise
from requests_app.services import closing, decision, identity, replies


def exercise_of(request) -> Exercise:
    return Exercise.objects.get(part__request=request)


def test_acknowledging_queues_a_letter_to_the_person(logged, dpo):
    letter = replies.acknowledge(logged, by=dpo)
    assert letter.to == "maarit@mail.example"
    assert letter.status == Letter.Status.QUEUED
    assert logged.status == "acknowledged"


def test_a_request_is_acknowledged_once(logged, dpo):
    replies.acknowledge(logged, by=dpo)
    with pytest.raises(ValidationError, match="acknowledged already"):
        replies.acknowledge(logged, by=dpo)
    assert Letter.objects.about(logged).count() == 1


def test_a_refusal_needs_ground_and_reasons(logged, dpo):
    """P5.3, Art. 12(4)."""
    with pytest.raises(ValidationError, match="needs its ground"):
        decision.decide(exercise_of(logged), outcome="refused", by=dpo, reasons="No.")
    with pytest.raises(ValidationError, match="reasons"):
        decision.decide(exercise_of(logged), outcome="refused", by=dpo, ground="15_4_others")


def test_a_right_is_decided_once(decided, dpo):
    with pytest.raises(TransitionRefused):
        decision.decide(exercise_of(decided), outcome="nothing_held", by=dpo)
    assert exercise_of(decided).status == "granted"


def test_the_case_is_decided_with_its_last_right(log, dpo):
    request = log(rights=["access", "erasure"])
    first, second = Exercise.objects.filter(part__request=request)
    decision.decide(first, outcome="granted", by=dpo)
    request.refresh_from_db()
    assert request.status == "received"
    decision.decide(second, outcome="nothing_held", by=dpo)
    request.refresh_from_db()
    assert request.status == "decided"


def test_no_answer_before_the_decision(logged, dpo):
    with pytest.raises(ValidationError, match="Decide first"):
        replies.draft_answer(logged, by=dpo)


def test_no_answer_before_identity(logged, dpo):
    """Answers go only to an address that was shown to be the person's."""
    decision.decide(exercise_of(logged), outcome="granted", by=dpo)
    logged.refresh_from_db()
    replies.draft_answer(logged, by=dpo)
    with pytest.raises(ValidationError, match="not shown who they are"):
        replies.send_answer(logged, by=dpo)


def test_a_changed_address_asks_for_identity_again(decided, dpo):
    identity.change_address(decided, email="new@mail.example", by=dpo)
    assert decided.identity_shown_at is None
    assert "not shown who they are" in replies.why_not_answer(decided)


def test_a_letter_written_before_the_address_changed_does_not_leave(decided, dpo):
    replies.draft_answer(decided, by=dpo)
    identity.change_address(decided, email="new@mail.example", by=dpo)
    identity.confirm(decided, proof="code", by=dpo)
    assert replies.send_answer(decided, by=dpo).to == "new@mail.example"


def test_sending_the_answer_stops_the_clocks(answered):
    assert not Clock.objects.about(answered.parts.get()).running().exists()


def test_writing_the_answer_twice_gives_the_same_letter(decided, dpo):
    assert replies.draft_answer(decided, by=dpo) == replies.draft_answer(decided, by=dpo)


def test_a_case_does_not_close_before_its_letter_has_left(answered, dpo):
    with pytest.raises(ValidationError, match="has not left yet"):
        closing.close(answered, by=dpo)


def test_a_case_closes_once_its_letters_have_left(closed):
    assert closed.status == "closed"
    assert closed.closed_at


def test_an_unanswered_case_does_not_close(logged, dpo):
    with pytest.raises(ValidationError, match="not been sent"):
        closing.close(logged, by=dpo)
