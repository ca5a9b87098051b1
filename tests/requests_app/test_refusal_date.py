"""A refusal is told inside the first month, extended or not: a date that is watched (Art. 12(4))."""

from datetime import timedelta

import pytest

from dpo_office.worklist.models import Alert, Clock
from dpo_office.worklist.services import clocks
from requests_app.models import Exercise
from requests_app.services import (
    decision,
    extension,
    identity,
    questions,
    refusal_date,
    replies,
)
from requests_app.tasks import let_refusal_dates_pass
from tests.requests_app.test_the_desk import LIST, page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("delegated")]


@pytest.fixture
def extended(log, dpo, now):
    """Received so long ago, extended after a week."""

    def _extended(days: int = 20):
        case = log(received_at=now - timedelta(days=days))
        in_time = now - timedelta(days=days - 7)
        extension.extend(case, reason="Nine systems.", by=dpo, now=in_time)
        return case

    return _extended


def of(case) -> Clock:
    return Clock.objects.about(case.parts.get()).get(rule_id="refusal_notice")


def law(case) -> Clock:
    return Clock.objects.about(case.parts.get()).get(rule_id="dsr_base")


def refuse(case, dpo) -> None:
    exercise = Exercise.objects.select_related("part__request").get(part__request=case)
    words = {"ground": "15_4_others", "reasons": "It is others'."}
    decision.decide(exercise, outcome="refused", by=dpo, **words)


def test_an_extension_starts_the_clock_of_a_refusal(extended):
    case = extended()
    assert of(case).due_at == law(case).extendable_until < law(case).due_at


def test_no_clock_more_runs_without_extension(logged):
    assert not Clock.objects.filter(rule_id="refusal_notice").exists()


def test_it_warns_like_any_deadline_of_the_law(extended):
    """An alert, not a note: two days, one day, today."""
    case = extended()
    clocks.sweep(of(case).due_at - timedelta(hours=3))
    levels = set(Alert.objects.filter(clock=of(case)).values_list("level", flat=True))
    assert {Alert.Level.TWO_DAYS, Alert.Level.ONE_DAY, Alert.Level.TODAY} <= levels
    assert Alert.objects.filter(clock=of(case), needs_mail=True).exists()


def test_once_the_day_has_passed_without_refusal_it_stands_and_was_not_late(extended):
    case = extended(days=45)
    let_refusal_dates_pass()
    clock = of(case)
    assert clock.stopped_at < clock.due_at
    assert law(case).is_running
    let_refusal_dates_pass()
    assert of(case).stopped_at == clock.stopped_at


def test_a_refusal_that_was_not_told_by_then_is_late(extended, dpo, now):
    case = extended(days=45)
    refuse(case, dpo)
    let_refusal_dates_pass()
    assert of(case).is_running
    assert of(case) in Clock.objects.late(now)


def test_before_the_day_nothing_passes(extended):
    case = extended()
    let_refusal_dates_pass()
    assert of(case).is_running


def test_an_answer_ends_it_with_the_others(extended, dpo):
    case = extended()
    refuse(case, dpo)
    identity.confirm(case, proof="code", by=dpo)
    case.refresh_from_db()
    replies.draft_answer(case, by=dpo)
    replies.send_answer(case, by=dpo)
    assert not of(case).is_running


@pytest.mark.parametrize(("days", "words"), [(20, "is told before"), (45, "would be late")])
def test_whoever_decides_reads_until_when_a_refusal_is_told(extended, now, days, words):
    assert words in refusal_date.note(extended(days=days), now)


def test_an_unextended_case_needs_no_such_note(logged, now):
    assert refusal_date.note(logged, now) == ""


def test_the_case_names_the_date_and_the_list_keeps_the_legal_deadline(extended, admin_of, dpo):
    case = extended()
    client = admin_of(dpo)
    text = client.get(page(case)).content.decode()
    assert "If we refuse" in text
    assert "never extended, Art. 12(4)" in text
    assert f"{law(case).due_on:%-d %b}" in client.get(LIST).content.decode()


def test_the_deadline_without_pause_stands_beside_the_one_with_it(log, admin_of, dpo, now):
    """P5.1: both dates, and why each."""
    case = log(received_at=now - timedelta(days=9))
    asked, answered = now - timedelta(days=7), now - timedelta(days=2)
    questions.ask(case, question="Which account?", by=dpo, now=asked)
    questions.answered(case, by=dpo, now=answered)
    clock = law(case)
    assert clock.due_on < clock.paused_due_on
    text = admin_of(dpo).get(page(case)).content.decode()
    for day in (clock.due_on, clock.paused_due_on):
        assert f"{day:%a %-d %b %Y}" in text
    assert "With the pause:" in text


def test_the_earlier_of_both_alerts(log, dpo, now):
    """P5.1: a pause puts no alert off."""
    case = log(received_at=now - timedelta(days=9))
    questions.ask(case, question="Which account?", by=dpo, now=now - timedelta(days=7))
    questions.answered(case, by=dpo, now=now - timedelta(days=1))
    clocks.sweep(law(case).due_at - timedelta(hours=1))
    assert Alert.objects.filter(clock=law(case), level=Alert.Level.TODAY).exists()
