"""Parts, instructions, mandates and proofs lose every word with their case (F5)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dpo_office.correspondence.models import Letter
from dpo_office.evidence.services import files
from requests_app.invariants import NobodyIsLeftBehind
from requests_app.models import Exercise, Mandate, SubjectRequest
from requests_app.part_invariants import CustomersKnowOnlyTheirs, PartsRunOrEnd
from requests_app.services import (
    closing,
    decision,
    documents,
    instructions,
    mandates,
    part_endings,
    parts,
    passing,
    proving,
    redaction,
    replies,
    representing,
)
from requests_app.services.mandates import Representative
from tests.invariants.test_of_requests import sql
from tests.requests_app.test_redaction import LATER, words_everywhere

pytestmark = pytest.mark.django_db
CANARIES = ("Zwetlana", "Kanarik", "grünerpapagei", "Vogelbauer", "kanarik.pdf", "advokat.example")


@pytest.fixture
def canary_case(log, bakery, shoes, dpo, delivered):
    """Everything that this app keeps about parts, identity and mandates, with words in it."""
    case = log(name="Zwetlana Kanarik", email="kanarik@vogel.example", words="grünerpapagei")
    lawyer = Representative("Vogelbauer & Kanarik", "lawyer", "kanarik@advokat.example")
    representing.begin(case, lawyer, by=dpo)
    mandates.check(case, basis="Zwetlana signed it.", by=dpo)
    proving.send(case, by=dpo)
    upload = SimpleUploadedFile("kanarik.pdf", b"%PDF-1.4\n%%EOF")
    with files.taken_in([upload], documents.ENCLOSED) as enclosed:
        documents.keep(case, enclosed=enclosed, by=dpo)
    documents.check(case, convinced=True, by=dpo)
    words = {"rights": ["access"], "words": "grünerpapagei", "known_by": "Kanarik 7", "by": dpo}
    first = parts.form(case, customer=bakery, **words)
    second = parts.form(case, customer=shoes, **words)
    passing.pass_on([first, second], by=dpo)
    passing.remind(first, by=dpo)
    paper = SimpleUploadedFile("kanarik.pdf", b"%PDF-1.4\n%%EOF")
    with files.taken_in([paper], instructions.ENCLOSED) as enclosed:
        instructions.take_down(
            first, kind="act", words="Erase Kanarik.", given_by="Zwetlana's aunt",
            channel="phone", enclosed=enclosed, by=dpo,
        )  # fmt: skip
    part_endings.done(first, what="Zwetlana is erased.", by=dpo)
    part_endings.gone(second, told="Ask Vogelbauer's heirs.", by=dpo)
    decision.decide(Exercise.objects.get(), outcome="granted", by=dpo)
    case.refresh_from_db()
    replies.draft_answer(case, by=dpo)
    replies.send_answer(case, by=dpo)
    delivered(case)
    case.refresh_from_db()
    return closing.close(case, by=dpo)


def test_no_table_holds_a_word_of_it_after_redaction(canary_case, now):
    before = words_everywhere()
    assert [word for word in CANARIES if word not in before] == ["kanarik.pdf"]  # sealed
    assert redaction.redact(canary_case.pk, now=now + LATER)
    after = words_everywhere().casefold()
    assert [word for word in CANARIES if word.casefold() in after] == []
    for invariant in (NobodyIsLeftBehind, PartsRunOrEnd, CustomersKnowOnlyTheirs):
        assert invariant().broken() == []


@pytest.mark.parametrize(
    "deed",
    [
        "UPDATE requests_app_requestpart SET words = 'x'",
        "UPDATE requests_app_requestpart SET why_ended = 'x'",
        "UPDATE requests_app_instruction SET words = 'x'",
        "UPDATE requests_app_mandate SET name = 'x'",
        "UPDATE correspondence_letter SET redacted_at = NULL WHERE version_id IN (SELECT v.id FROM "
        "correspondence_templateversion v JOIN correspondence_template t ON t.id = v.template_id "
        "WHERE t.key = 'part_done')",
    ],
)
def test_a_word_that_was_left_is_named(canary_case, now, deed):
    redaction.redact(canary_case.pk, now=now + LATER)
    sql(deed)
    (line,) = NobodyIsLeftBehind().broken()
    assert line.startswith(canary_case.reference)


def test_what_was_done_stays(canary_case, now):
    """That it was passed on, checked and ended, when and by whom."""
    redaction.redact(canary_case.pk, now=now + LATER)
    case = SubjectRequest.objects.get(pk=canary_case.pk)
    ended = case.parts.of_customers().values_list("status", flat=True)
    assert sorted(ended) == ["customer_gone", "done"]
    assert Mandate.objects.get().checked_by
    assert case.proofs.get().checked_at
    assert Letter.objects.of_kind("part_passed_on").count() == 2


def test_a_case_whose_customer_has_not_ended_is_held(passed, dpo, delivered, now):
    case = passed.request
    decision.decide_all(case, outcome="nothing_held", by=dpo)
    case.refresh_from_db()
    replies.draft_answer(case, by=dpo)
    replies.send_answer(case, by=dpo)
    delivered(case)
    closing.close(case, by=dpo)
    assert not redaction.redact(case.pk, now=now + LATER)


def test_a_part_without_clock_and_a_clock_of_an_ended_part_are_named(passed, dpo):
    sql("DELETE FROM worklist_clock WHERE rule_id = 'customer_answer'")
    (line,) = PartsRunOrEnd().broken()
    assert "waits, but no clock runs" in line
    passing.remind(passed, by=dpo)
    sql("UPDATE requests_app_requestpart SET status = 'withdrawn', ended_at = now() "
        "WHERE capacity = 'processor'")  # fmt: skip
    (line,) = PartsRunOrEnd().broken()
    assert "has ended, but a clock runs" in line


def test_a_letter_that_names_another_customer_is_named(passed, form, shoes):
    form(shoes)
    Letter.objects.about(passed).update(body="Fjellsko AS asks too.")
    (line,) = CustomersKnowOnlyTheirs().broken()
    assert "names another customer" in line
