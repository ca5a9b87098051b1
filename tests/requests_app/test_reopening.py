"""A closed case is opened again; why one was late is said once and counted (P5.1, F5)."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from dpo_office.correspondence.models import Letter
from dpo_office.evidence.models import Event
from dpo_office.worklist.models import Clock
from requests_app.invariants import StatesTellTheTruth
from requests_app.models import Exercise, SubjectRequest
from requests_app.services import closing, decision, lateness, redaction, reopening, replies
from requests_app.services.steps import steps_of

LATER = timedelta(days=3 * 366 + 1)
WHY = "The export lacked the chat history."


def clocks_of(case):
    return Clock.objects.filter(about_id__in=case.parts.values("pk")).order_by("rule_id")


def test_a_closed_case_is_decided_anew_and_its_first_deadlines_stay(closed, dpo, now):
    due = list(clocks_of(closed).values_list("rule_id", "due_at"))
    reopening.reopen(closed, reason=WHY, by=dpo)
    assert (closed.status, closed.closed_at, closed.answered_at) == ("decided", None, None)
    assert list(clocks_of(closed).running().values_list("rule_id", "due_at")) == due
    assert StatesTellTheTruth().broken() == []


def test_it_is_answered_by_a_new_letter_and_the_first_one_stays(closed, dpo, delivered):
    first = replies.answer_of(closed)
    reopening.reopen(closed, reason=WHY, by=dpo)
    assert replies.answer_of(closed) is None
    exercise = Exercise.objects.get(part__request=closed)
    decision.reconsider(exercise, reason=WHY, by=dpo)
    decision.decide(exercise, outcome="granted", done="Sent the chats too.", by=dpo)
    closed.refresh_from_db()
    replies.draft_answer(closed, by=dpo)
    second = replies.send_answer(closed, by=dpo)
    assert second != first
    second.refresh_from_db()
    first.refresh_from_db()
    assert (first.status, second.status) == ("sent", "queued")


def test_it_closes_again_once_the_new_answer_has_left(closed, dpo, settings, tmp_path):
    from dpo_office.correspondence.services import outbox

    reopening.reopen(closed, reason=WHY, by=dpo)
    replies.draft_answer(closed, by=dpo)
    letter = replies.send_answer(closed, by=dpo)
    with pytest.raises(ValidationError, match="has not left yet"):
        closing.close(closed, by=dpo)
    outbox.deliver(letter.delivery.pk)
    assert closing.close(closed, by=dpo).status == "closed"
    assert StatesTellTheTruth().broken() == []


@pytest.mark.parametrize("acknowledged", [True, False])
def test_one_that_ended_without_answer_has_every_right_open_again(logged, dpo, acknowledged):
    if acknowledged:
        replies.acknowledge(logged, by=dpo)
    decision.decide_all(logged, outcome="withdrawn", reasons="Rang.", by=dpo)
    logged.refresh_from_db()
    reopening.reopen(logged, reason="They never rang.", by=dpo)
    assert logged.status == ("acknowledged" if acknowledged else "received")
    assert set(Exercise.objects.values_list("status", flat=True)) == {"open"}
    assert clocks_of(logged).running().count() == 2
    assert StatesTellTheTruth().broken() == []


def test_a_reason_is_asked_for(closed, dpo):
    with pytest.raises(ValidationError, match="Say why the case"):
        reopening.reopen(closed, reason=" ", by=dpo)
    assert closed.closed_at


def test_the_reason_is_told_in_the_trail_and_goes_with_the_person(logged, dpo, now):
    decision.decide_all(logged, outcome="withdrawn", reasons="Rang.", by=dpo)
    logged.refresh_from_db()
    reopening.reopen(logged, reason=WHY, by=dpo)
    event = Event.objects.get(kind="request.reopened")
    assert event.details.get().value == WHY
    decision.decide_all(logged, outcome="withdrawn", reasons="Rang again.", by=dpo)
    assert redaction.redact(logged.pk, now=now + LATER)
    assert event.details.get().value is None


def test_a_redacted_case_cannot_be_opened_again(closed, dpo, now):
    """Bad input: a case is reopened after redaction; it says why not, on its page too."""
    redaction.redact(closed.pk, now=now + LATER)
    with pytest.raises(ValidationError, match="person was taken out"):
        reopening.reopen(closed, reason=WHY, by=dpo)
    closed.refresh_from_db()
    (step,) = steps_of(closed, now)
    assert (step.name, step.why_not) == (
        "reopen",
        "The person was taken out of this case; it cannot be opened again.",
    )


def test_an_open_case_is_not_opened_again(answered, dpo):
    with pytest.raises(ValidationError, match="The case is open"):
        reopening.reopen(answered, reason=WHY, by=dpo)


def test_a_reopened_case_is_not_redacted(closed, dpo, now):
    reopening.reopen(closed, reason=WHY, by=dpo)
    assert not redaction.redact(closed.pk, now=now + LATER)


def test_no_end_state_is_forgotten():
    """F5: whoever adds a state that closes a case says how its person leaves."""
    status = SubjectRequest.Status
    told = SubjectRequest._meta.constraints
    (closing_time,) = [one for one in told if one.name == "closed_request_has_closing_time"]
    ends = [s for s in status if f"'{s.value}'" in str(closing_time.condition.children[0])]
    assert {status.CLOSED, status.ENDED} <= set(ends)
    for end in set(ends) - {status.REDACTED}:
        assert status.REDACTED in SubjectRequest.MOVES[end], end


def test_a_late_case_asks_why_and_the_step_goes_once_it_is_said(log, dpo, now):
    case = log(received_at=now - timedelta(days=9))
    assert "why_late" in [step.name for step in steps_of(case, now)]
    lateness.explain(case, cause="absence", words="August.", by=dpo, now=now)
    assert "why_late" not in [step.name for step in steps_of(case, now)]
    assert Event.objects.get(kind="request.late_explained").facts == {"cause": "absence"}


def test_what_is_in_time_asks_nothing(logged, dpo, now):
    assert "why_late" not in [step.name for step in steps_of(logged, now)]
    with pytest.raises(ValidationError, match="not late"):
        lateness.explain(logged, cause="absence", words="", by=dpo, now=now)


def test_a_cause_is_one_of_the_list(log, dpo, now):
    with pytest.raises(ValidationError, match="Choose why"):
        lateness.explain(log(received_at=now - timedelta(days=9)), cause="dog", words="", by=dpo)


def test_the_cause_stays_and_its_words_go_with_the_person(log, dpo, now):
    case = log(received_at=now - timedelta(days=9))
    lateness.explain(case, cause="waited", words="Maarit was ill.", by=dpo, now=now)
    decision.decide_all(case, outcome="withdrawn", reasons="Rang.", by=dpo)
    assert redaction.redact(case.pk, now=now + LATER)
    case.refresh_from_db()
    assert (case.late_cause, case.late_words) == ("waited", "")
    with pytest.raises(ValidationError, match="was taken out"):
        lateness.explain(case, cause="search", words="", by=dpo)


def test_both_are_steps_of_the_page(log, dpo, admin_of, now):
    case = log(received_at=now - timedelta(days=9))
    client = admin_of(dpo)
    page = f"/admin/requests_app/subjectrequest/{case.pk}/change/"
    step = page.replace("change/", "step/{}/")
    words = {"why_late-cause": "overlooked", "why_late-said": "In the spam."}
    assert (
        "Kept for the figures"
        in client.post(step.format("why_late"), words, follow=True).content.decode()
    )
    decision.decide_all(case, outcome="withdrawn", reasons="Rang.", by=dpo)
    answer = client.post(step.format("reopen"), {"reopen-reason": "Not so."}, follow=True)
    assert "first deadlines stay" in answer.content.decode()
    assert not Letter.objects.exists()
