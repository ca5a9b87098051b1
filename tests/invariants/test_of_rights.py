"""Invariants of single rights, broken on purpose by SQL, are seen and named (security bar, 3)."""

import pytest

from requests_app.invariants import NobodyIsLeftBehind, RestrictionsEndTold
from requests_app.models import Exercise
from requests_app.services import decision, identity, replies, restrictions
from requests_app.services.particulars import Particulars
from tests.invariants.test_of_requests import redacted, sql

__all__ = ["redacted"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def lifted(log, dpo, delivered, now):
    """A restriction that ended as the law has it."""
    case = log(rights=["restriction"])
    exercise = Exercise.objects.select_related("part__request").get(part__request=case)
    given = Particulars(basis="18_1_a")
    decision.decide(exercise, outcome="granted", particulars=given, by=dpo)
    identity.confirm(case, proof="code", by=dpo)
    case.refresh_from_db()
    replies.draft_answer(case, by=dpo)
    replies.send_answer(case, by=dpo)
    exercise = Exercise.objects.select_related("part__request").get(pk=exercise.pk)
    restrictions.announce(exercise, reason="It is verified.", by=dpo)
    delivered(case)
    exercise.restriction.refresh_from_db()
    restrictions.lift(exercise, by=dpo)
    return case


def test_a_restriction_lifted_after_its_notice_holds(lifted):
    assert RestrictionsEndTold().broken() == []


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE requests_app_restriction SET lifted_at = since",
        "UPDATE correspondence_letter SET status = 'failed', sent_at = NULL",
    ],
)
def test_one_lifted_before_it_had_left_is_named(lifted, change):
    """Art. 18(3)."""
    sql(change)
    assert RestrictionsEndTold().broken() == [
        f"{lifted.reference}: a restriction was lifted, but no notice had left before"
    ]


@pytest.mark.parametrize(
    "values",
    [
        ("correction", "what, old, new, task_id", "'', 'Maarit', '', 1"),
        ("erasureitem", "what, fate, exemption, why", "'Her photo', 'erased', '', ''"),
        ("recipient", "name, why_not", "'Her bank', ''"),
    ],
)
def test_what_an_item_still_says_after_redaction_is_named(redacted, values):
    table, names, words = values
    exercise = Exercise.objects.get(part__request=redacted).pk
    sql(
        f"INSERT INTO requests_app_{table} (exercise_id, {names}) VALUES (%s, {words})",  # noqa: S608
        exercise,
    )
    assert NobodyIsLeftBehind().broken() == [
        f"{redacted.reference}: redacted, but what an item or a fee says is there"
    ]


def test_so_are_the_particulars_of_a_right(redacted):
    sql('UPDATE requests_app_exercise SET particulars = \'{"source": "Maarit"}\'')
    assert "what was said of a right is there" in NobodyIsLeftBehind().broken()[0]
