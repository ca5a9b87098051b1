"""Pauses have their letter; our promise never pauses (P5.1, EDPB 01/2022 5.3, Art. 12(6))."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from dpo_office.lib.placeholders import PlaceholderRefused
from dpo_office.worklist.models import Clock
from dpo_office.worklist.services.clocks import ClockRefused
from requests_app.services import extension, handing, identity, questions, replies
from requests_app.services.deadlines import legal_clock, pause_of


def promise(case) -> Clock:
    return Clock.objects.about(case.parts.get()).get(rule_id="our_promise")


def ask(case, dpo, **changes):
    words = {"doubt": "The address is new to us.", "needed": "An answer from the old one."}
    return identity.ask(case, by=dpo, **(words | changes))


def test_asking_who_they_are_sends_its_letter_and_pauses_the_legal_deadline(logged, dpo):
    letter = ask(logged, dpo)
    assert letter.status == "queued"
    assert "The address is new to us." in letter.body
    assert pause_of(logged).letter == letter


def test_our_promise_never_pauses(logged, dpo):
    before = promise(logged).due_at
    ask(logged, dpo)
    assert not promise(logged).pauses.exists()
    assert promise(logged).due_at == before


def test_shown_identity_lets_the_deadline_run_again_later_by_the_wait(log, dpo, now):
    """The unpaused one stays visible beside it, and the earlier alerts."""
    case = log(received_at=now - timedelta(days=6))
    before = legal_clock(case)
    ask(case, dpo, now=now - timedelta(days=5))
    identity.confirm(case, proof="code", by=dpo, now=now)
    after = legal_clock(case)
    assert after.due_on == before.due_on
    assert after.paused_due_on >= before.due_on + timedelta(days=5)
    assert after.alert_times == before.alert_times
    assert pause_of(case) is None


def test_a_question_about_the_request_pauses_until_its_answer(logged, dpo):
    """Recital 63."""
    questions.ask(logged, question="Which of the two accounts?", by=dpo)
    assert pause_of(logged)
    questions.answered(logged, by=dpo)
    assert pause_of(logged) is None


def test_identity_does_not_answer_another_question(logged, dpo):
    questions.ask(logged, question="Which of the two accounts?", by=dpo)
    identity.confirm(logged, proof="code", by=dpo)
    assert pause_of(logged)


def test_nothing_is_asked_twice_at_a_time(logged, dpo):
    ask(logged, dpo)
    with pytest.raises(ValidationError, match="wait for an answer"):
        questions.ask(logged, question="And which?", by=dpo)


def test_who_has_shown_identity_is_not_asked(decided, dpo):
    with pytest.raises(ValidationError, match="shown already"):
        ask(decided, dpo)


def test_a_question_without_words_is_refused(logged, dpo):
    with pytest.raises(PlaceholderRefused, match="no value"):
        ask(logged, dpo, doubt=" ")
    assert pause_of(logged) is None


def test_no_answer_comes_where_nothing_was_asked(logged, dpo):
    with pytest.raises(ValidationError, match="nothing that is still open"):
        questions.answered(logged, by=dpo)


def test_a_deadline_that_is_over_is_not_paused(log, dpo, now):
    case = log(received_at=now - timedelta(days=60))
    with pytest.raises(ClockRefused, match="while the deadline runs"):
        ask(case, dpo)


def test_the_extension_gives_its_reasons_and_leaves_the_refusals_date(logged, dpo):
    """Art. 12(3) and (4): more time to act, none to refuse."""
    month = legal_clock(logged).due_at
    notice = extension.extend(logged, reason="Nine systems are searched.", by=dpo)
    assert "Nine systems are searched." in notice.body
    refusal = Clock.objects.about(logged.parts.get()).get(rule_id="refusal_notice")
    assert refusal.due_at == month
    assert legal_clock(logged).due_at > month


def test_an_extension_after_the_month_is_refused(log, dpo, now):
    """Art. 12(3): the notice goes inside the first month."""
    case = log(received_at=now - timedelta(days=60))
    with pytest.raises(ValidationError, match="inside the first month"):
        extension.extend(case, reason="Late.", by=dpo)


def test_a_case_is_handed_over_with_its_clocks(logged, dpo, deputy):
    handing.hand_over(logged, to=deputy, by=dpo)
    assert logged.handler == deputy
    assert {c.owner for c in Clock.objects.about(logged.parts.get())} == {deputy}


def test_a_case_is_not_handed_to_somebody_without_the_right(logged, dpo, staff):
    with pytest.raises(ValidationError, match="may not handle requests"):
        handing.hand_over(logged, to=staff, by=dpo)


def test_what_staff_log_belongs_to_nobody_yet(log, staff):
    """Then every DPO is told of its clocks."""
    case = log(by=staff)
    assert case.handler is None
    assert Clock.objects.about(case.parts.get()).filter(owner=None).count() == 2


def test_an_answered_case_is_asked_nothing(answered, dpo):
    with pytest.raises(ValidationError, match="left already"):
        questions.ask(answered, question="Why?", by=dpo)
    with pytest.raises(ValidationError, match="left already"):
        replies.acknowledge(answered, by=dpo)
