"""Each invariant of requests, broken on purpose by SQL, is seen and named (security bar, 3)."""

import pytest
from django.db import connection
from django.utils import timezone

from dpo_office.invariants import DatabaseGuards
from dpo_office.worklist.models import Clock
from requests_app.invariants import (
    AnswersGoToTheVerified,
    NobodyIsLeftBehind,
    NothingIsLost,
    StatesTellTheTruth,
)
from requests_app.models import RequestPart, SubjectRequest
from requests_app.services import notes, redaction
from tests.requests_app.test_redaction import LATER

pytestmark = pytest.mark.django_db


def sql(statement: str, *values) -> None:
    """As somebody with the database in hands would do it: past constraints and triggers."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement, values)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


@pytest.fixture
def redacted(closed, dpo) -> SubjectRequest:
    notes.write(closed, text="She rang.", by=dpo)
    redaction.redact(closed.pk, now=timezone.now() + LATER)
    closed.refresh_from_db()
    return closed


def test_all_hold_for_cases_in_every_state(log, logged, closed):
    log(email="other@mail.example")
    for invariant in (NothingIsLost, StatesTellTheTruth, AnswersGoToTheVerified):
        assert invariant().broken() == []


def test_nobody_is_left_behind_by_redaction(redacted):
    assert NobodyIsLeftBehind().broken() == []


def test_a_case_that_vanished_leaves_its_number(logged):
    sql("DELETE FROM requests_app_subjectrequest WHERE id = %s", logged.pk)
    assert NothingIsLost().broken() == [f"{logged.reference}: number and case do not agree"]


def test_a_case_that_no_number_was_given_for_is_named(logged):
    sql("UPDATE requests_app_subjectrequest SET reference = 'SR-2026-9999'")
    assert "SR-2026-9999: number and case do not agree" in NothingIsLost().broken()


def test_a_receipt_that_the_trail_does_not_tell_of_is_named(logged):
    sql("ALTER TABLE evidence_event DISABLE TRIGGER USER")
    sql("DELETE FROM evidence_event WHERE kind = 'request.logged'")
    assert NothingIsLost().broken() == [
        f"{logged.reference}: the trail does not tell of its receipt"
    ]


def test_a_decided_case_with_an_open_right_is_named(logged):
    sql("UPDATE requests_app_subjectrequest SET status = 'decided'")
    assert f"{logged.reference}: a right is open" in StatesTellTheTruth().broken()[0]


def test_decided_rights_in_an_undecided_case_are_named(decided):
    sql("UPDATE requests_app_subjectrequest SET status = 'received'")
    assert f"{decided.reference}: every right is decided" in StatesTellTheTruth().broken()[0]


def test_an_open_case_without_a_running_clock_is_named(logged):
    sql("DELETE FROM worklist_clock WHERE rule_id = 'our_promise'")
    assert StatesTellTheTruth().broken() == [
        f"{logged.reference}: its clocks do not agree with its state"
    ]


def test_a_clock_that_runs_on_after_the_answer_is_named(answered):
    part = RequestPart.objects.get(request=answered)
    Clock.objects.about(part).filter(rule_id="dsr_base").update(stopped_at=None)
    assert "its clocks do not agree" in StatesTellTheTruth().broken()[0]


def test_a_case_without_a_part_is_named(logged):
    sql("UPDATE requests_app_requestpart SET request_id = 0")
    assert f"{logged.reference}: it has no part" in StatesTellTheTruth().broken()


def test_a_closed_case_whose_answer_never_left_is_named(closed):
    sql("UPDATE correspondence_letter SET status = 'discarded', sent_at = NULL")
    assert StatesTellTheTruth().broken() == [
        f"{closed.reference}: closed, but no answer of it left"
    ]


@pytest.mark.parametrize(
    "deed",
    [
        "UPDATE correspondence_letter SET \"to\" = 'other@mail.example'",
        "UPDATE requests_app_subjectrequest SET identity_proof = '', identity_shown_at = NULL",
    ],
)
def test_an_answer_to_an_address_that_was_not_shown_is_named(answered, deed):
    sql(deed)
    (line,) = AnswersGoToTheVerified().broken()
    assert line.startswith(f"{answered.reference}: letter")
    assert "@" not in line


@pytest.mark.parametrize(
    ("deed", "words"),
    [
        ("UPDATE requests_app_subjectrequest SET words = 'x'", "its words or address are there"),
        ("UPDATE requests_app_exercise SET advice = 'x'", "what was said of a right is there"),
        ("UPDATE requests_app_note SET text = 'x'", "a note is not"),
        ("UPDATE correspondence_letter SET redacted_at = NULL", "a letter is not"),
        ("UPDATE parties_datasubject SET redacted_at = NULL", "its person is named"),
    ],
)
def test_a_word_left_in_a_redacted_case_is_named(redacted, deed, words):
    """F5."""
    sql(deed)
    (line,) = NobodyIsLeftBehind().broken()
    assert line.startswith(redacted.reference)
    assert words in line


def test_the_database_guards_what_the_models_declare():
    assert DatabaseGuards().broken() == []


@pytest.mark.parametrize(
    ("deed", "name"),
    [
        (
            "ALTER TABLE requests_app_exercise DROP CONSTRAINT refusal_has_a_ground",
            "constraint refusal_has_a_ground is missing",
        ),
        (
            "DROP INDEX one_running_clock_per_record_and_rule",
            "constraint one_running_clock_per_record_and_rule is missing",
        ),
        (
            "ALTER TABLE correspondence_delivery DISABLE TRIGGER USER",
            "trigger pgtrigger_a_mail_keeps_its_message_id",
        ),
    ],
)
def test_a_guard_that_somebody_removed_is_named(deed, name):
    """Once-only rows, whatever is repeated (3.5)."""
    sql(deed)
    assert any(name in line for line in DatabaseGuards().broken())
