"""The person leaves a case three years after its end, in every end state (F5)."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.checks import run_checks
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from dpo_office.correspondence.models import Letter
from dpo_office.correspondence.services import incoming
from dpo_office.evidence.services import files
from dpo_office.lib import doors
from dpo_office.worklist.models import Task
from dpo_office.worklist.services import findings, people, tasks
from requests_app.models import Exercise, SubjectRequest
from requests_app.services import (
    closing,
    corrections,
    decision,
    erasures,
    fees,
    identity,
    intake,
    mail_intake,
    notes,
    recipients,
    redaction,
    replies,
)
from requests_app.services.particulars import Particulars
from retention.services import purging

PURGER = "closed_requests"
LATER = timedelta(days=3 * 366 + 1)
CANARIES = ("Zwetlana", "Kanarik", "zwetlana.kanarik", "grünerpapagei", "Vogelbauer", "kanarik.txt")
MAIL = """From: Zwetlana Kanarik <zwetlana.kanarik@mail.example>
Message-ID: <kanarik@vogelbauer.example>
Subject: Kanarik
Content-Type: multipart/mixed; boundary=b

--b

Mein grünerpapagei heisst Kanarik.
--b
Content-Type: text/plain; name=kanarik.txt

Zwetlana
--b--
"""


@pytest.fixture
def over(now) -> datetime:
    return now + LATER


def words_everywhere() -> str:
    """Every value of every table, as one text."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT quote_ident(table_schema) || '.' || quote_ident(table_name) FROM "
            "information_schema.tables WHERE table_type = 'BASE TABLE' AND table_schema = 'public'"
        )
        tables, texts = [row[0] for row in cursor.fetchall()], []
        for table in tables:
            cursor.execute(f"SELECT string_agg(t::text, E'\\n') FROM {table} t")  # noqa: S608
            texts.append(cursor.fetchone()[0] or "")
    return "\n".join(texts)


@pytest.fixture
def canary_case(
    log, dpo, delegated, delivered, settings, tmp_path, now, django_capture_on_commit_callbacks
):
    """A case in which the person's words stand wherever somebody can write them."""
    settings.FILES_ROOT = tmp_path / "files"
    upload = SimpleUploadedFile("kanarik.txt", b"grunerpapagei", content_type="text/plain")
    with files.taken_in([upload], intake.ENCLOSED) as enclosed:
        case = log(
            name="Zwetlana Kanarik",
            email="zwetlana.kanarik@mail.example",
            words="Mein grünerpapagei heisst Kanarik.",
            rights=["access", "erasure", "rectification", "objection"],
            enclosed=enclosed,
        )
    notes.write(case, text="Zwetlana is kind to her Vogelbauer.", by=dpo)
    mail = incoming.drop(MAIL.encode(), by=dpo, now=now)
    with incoming.arrived(mail, now=now) as came, django_capture_on_commit_callbacks(execute=True):
        mail_intake.record_mail(case, came, received_at=now, by=dpo, now=now)
    task = tasks.open_task(
        case, title="Zwetlana rings back", due_on=people.today(), owner=dpo, by=dpo
    )
    tasks.drop(task, by=dpo, reason="Kanarik rang herself.")
    replies.acknowledge(case, by=dpo)
    identity.change_address(case, email="kanarik@vogel.example", by=dpo)
    identity.change_address(case, email="zwetlana.kanarik@mail.example", by=dpo)
    identity.ask(case, doubt="Kanarik is a common name.", needed="The Vogelbauer's number", by=dpo)
    identity.confirm(case, proof="code", by=dpo)
    rights = Exercise.objects.filter(part__request=case).select_related("part__request")
    first, second, third, fourth = rights
    decision.advise(first, advice="Zwetlana is right.", by=dpo)
    decision.decide(first, outcome="granted", done="Sent to Zwetlana.", by=dpo)
    decision.reconsider(first, reason="Kanarik asked for more.", by=dpo)
    decision.decide(first, outcome="granted", done="Sent to Zwetlana.", by=dpo)
    _in_items(second, third, dpo, now)
    decision.decide(
        second, outcome="refused", ground="conditions", reasons="The Vogelbauer is hers.", by=dpo
    )
    decision.decide(
        fourth,
        outcome="refused",
        ground="21_1_compelling",
        reasons="Kanarik.",
        particulars=Particulars(
            basis="21_1_interests", words={"interest": "Kanarik's", "balance": "Vogelbauer."}
        ),
        by=dpo,
    )
    case.refresh_from_db()
    replies.draft_answer(case, by=dpo)
    replies.send_answer(case, by=dpo)
    delivered(case)
    finding = findings.raise_finding(
        "test", about=case, owner=None, due_on=people.today(), text="Kanarik was called twice"
    )
    findings.resolve(finding, by=dpo, reason="Zwetlana forgave us.")
    return case


def _in_items(erasure: Exercise, rectification: Exercise, dpo, now) -> None:
    """Words where single rights keep them."""
    item = {"what": "Vogelbauer of Kanarik", "exemption": "17_3_e_claims", "why": "Zwetlana sues."}
    erasures.keep(erasure, **item, by=dpo)
    words = {"what": "Kanarik", "old": "Kanarig", "new": "Kanarik", "to": dpo, "done": True}
    corrections.ask(rectification, **words, by=dpo)
    decision.decide(rectification, outcome="granted", by=dpo)
    recipients.note(rectification, name="Zwetlana's vet", told_on=now.date(), by=dpo)
    recipients.note(rectification, name="Vogelbauer", why_not="Kanarik is gone.", by=dpo)
    fees.ask(erasure.part.request, amount=Decimal(5), argument="Kanarik again.", by=dpo)


def end(case, dpo) -> SubjectRequest:
    case.refresh_from_db()
    return closing.close(case, by=dpo)


def test_no_table_holds_a_word_of_the_person_after_redaction(canary_case, dpo, over):
    """F5, F6: name, address, words, advice, letters, files, trail, tasks, findings."""
    end(canary_case, dpo)
    before = words_everywhere()
    assert all(word in before for word in CANARIES if word != "kanarik.txt")
    assert redaction.redact(canary_case.pk, now=over)
    after = words_everywhere().casefold()
    assert [word for word in CANARIES if word.casefold() in after] == []


def test_the_files_are_gone_from_the_disk(
    canary_case, dpo, over, settings, django_capture_on_commit_callbacks
):
    end(canary_case, dpo)
    assert [path for path in settings.FILES_ROOT.rglob("*") if path.is_file()]
    with django_capture_on_commit_callbacks(execute=True):
        redaction.redact(canary_case.pk, now=over)
    assert [path for path in settings.FILES_ROOT.rglob("*") if path.is_file()] == []


def test_what_was_done_stays(canary_case, dpo, over):
    """Reference, dates, rights, outcomes, grounds, clocks."""
    case = end(canary_case, dpo)
    redaction.redact(case.pk, now=over)
    after = SubjectRequest.objects.get(pk=case.pk)
    for name in ("reference", "received_at", "acknowledged_at", "answered_at", "closed_at"):
        assert getattr(after, name) == getattr(case, name)
    refused = Exercise.objects.get(part__request=after, right="erasure")
    assert (refused.status, refused.ground) == ("refused", "conditions")
    assert refused.items.get().exemption == "17_3_e_claims"
    assert after.fee.amount == 5
    assert after.status == "redacted"


@pytest.mark.parametrize("outcome", ["withdrawn", "not_a_request"])
def test_a_case_that_ended_without_answer_is_redacted_too(logged, dpo, over, outcome):
    """F5: in every end state."""
    decision.decide_all(logged, outcome=outcome, reasons="Maarit rang.", by=dpo)
    redaction.redact(logged.pk, now=over)
    logged.refresh_from_db()
    assert logged.status == "redacted"
    assert "maarit" not in words_everywhere().casefold()


def test_a_second_run_changes_nothing(closed, over):
    assert redaction.redact(closed.pk, now=over)
    before = words_everywhere()
    assert not redaction.redact(closed.pk, now=over)
    assert words_everywhere() == before


def test_an_open_case_is_left_alone(answered, over):
    assert not redaction.redact(answered.pk, now=over)
    answered.refresh_from_db()
    assert answered.status == "answered"


def test_a_case_with_an_open_task_is_held(closed, dpo, over):
    tasks.open_task(closed, title="Look again", due_on=people.today(), owner=dpo, by=dpo)
    plan = doors.purgers.get(PURGER).plan(over)
    assert (plan.due, plan.held) == (0, 1)
    assert not redaction.redact(closed.pk, now=over)


def test_a_case_with_an_unresolved_finding_about_its_letter_is_held(closed, over):
    letter = Letter.objects.about(closed).first()
    findings.raise_finding("test", about=letter, owner=None, due_on=people.today(), text="Hm.")
    assert doors.purgers.get(PURGER).plan(over).held == 1


def test_a_finished_task_holds_nothing(closed, dpo, over):
    task = tasks.open_task(closed, title="Look again", due_on=people.today(), owner=dpo, by=dpo)
    tasks.finish(task, by=dpo)
    assert redaction.redact(closed.pk, now=over)
    assert Task.objects.get().title == ""


def test_the_person_stays_while_another_case_needs_them(log, dpo, over):
    first, second = log(), log()
    decision.decide_all(first, outcome="withdrawn", reasons="Rang.", by=dpo)
    redaction.redact(first.pk, now=over)
    first.subject.refresh_from_db()
    assert first.subject.name == "Maarit Näidis"
    decision.decide_all(second, outcome="withdrawn", reasons="Rang.", by=dpo)
    redaction.redact(second.pk, now=over)
    first.subject.refresh_from_db()
    assert first.subject.name == ""


@pytest.mark.parametrize(
    ("closed_at", "kept_until"),
    [
        ("2024-02-28T12:00", "2027-03-01T00:00"),  # over at midnight of the last day
        ("2024-02-29T12:00", "2027-03-01T00:00"),  # no 29 February in 2027: the 28th
        ("2025-02-28T12:00", "2028-02-29T00:00"),  # and in 2028 there is one
        ("2024-11-24T22:30", "2027-11-26T00:00"),  # 00:30 of the 25th in Tallinn
        ("2024-12-31T12:00", "2028-01-01T00:00"),
    ],
)
def test_three_years_are_counted_by_the_calendar_of_the_office(profile, closed_at, kept_until):
    """F5: never early, and not a day late."""
    closed = datetime.fromisoformat(closed_at).replace(tzinfo=UTC)
    until = datetime.fromisoformat(kept_until).replace(tzinfo=profile.zone)
    assert closed < redaction.closed_before(until)
    assert closed >= redaction.closed_before(until - timedelta(seconds=1))


@pytest.mark.parametrize("period", ["", "3", "three years", "PT72H", "P0D"])
def test_a_period_that_cannot_be_is_refused_at_the_start(settings, period):
    settings.CASES_KEPT = period
    assert "office.E320" in {message.id for message in run_checks()}


def test_the_run_is_recorded_with_counts_and_the_oldest_seen(closed, over):
    run = purging.run(PURGER, over)
    assert (run.status, run.due, run.held, run.purged) == ("done", 1, 0, 1)
    assert run.oldest_before == closed.closed_at
    assert run.oldest_after is None


def test_one_case_that_fails_does_not_keep_the_others(log, dpo, over, monkeypatch):
    cases = [log(email=f"p{number}@mail.example") for number in range(3)]
    for case in cases:
        decision.decide_all(case, outcome="withdrawn", reasons="Rang.", by=dpo)
    broken = cases[1].pk
    real = redaction.redact
    monkeypatch.setattr(
        redaction, "redact", lambda pk, now: 1 / 0 if pk == broken else real(pk, now=now)
    )
    run = purging.run(PURGER, over)
    assert run.status == "failed"
    assert SubjectRequest.objects.filter(status="redacted").count() == 2
