"""Questions that are no exercise of a right, answered within our promise (O5)."""

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from dpo_office.accountability.models import AnswerUse, Enquiry
from dpo_office.accountability.services import answering, enquiries, passing
from dpo_office.correspondence.models import Letter
from dpo_office.correspondence.services import letters
from dpo_office.evidence.models import EncryptedFile, Event
from dpo_office.evidence.services import files
from dpo_office.worklist.models import Clock
from requests_app.models import Exercise, SubjectRequest


def test_it_has_a_reference_an_owner_and_a_clock_of_five_working_days(enquiry, dpo, now):
    clock = Clock.objects.about(enquiry).get()
    assert enquiry.reference == f"EQ-{now:%Y}-0001"
    assert (clock.kind, clock.rule_id, clock.owner) == ("promise", "enquiry_promise", dpo)


def test_the_same_form_twice_opens_one(ask):
    key = uuid.uuid4()
    assert ask(intake_key=key) == ask(intake_key=key)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"received_at": None}, ""),
        ({"address": "kalle"}, "is not an e-mail address"),
        ({"asker": "Kalle\nProovik"}, "line break"),
        ({"words": "a\x00b"}, "control character"),
    ],
)
def test_what_cannot_be_is_refused_in_words(ask, now, changes, sentence):
    changes = {"received_at": now + timedelta(hours=1)} if not sentence else changes
    with pytest.raises(ValidationError, match=sentence or "lies in the future"):
        ask(**changes)


def test_a_receipt_before_the_gdpr_is_refused(ask, now):
    with pytest.raises(ValidationError, match="25 May 2018"):
        ask(received_at=now - timedelta(days=3650))


def test_a_letter_from_the_library_answers_it_and_the_use_is_counted(enquiry, hosting, dpo):
    letter = answering.draft(enquiry, answer=hosting, text="Ask again at any time.", by=dpo)
    assert "two data centres.\n\nAsk again" in letter.body
    letters.send_from_its_page(
        letter, subject=letter.subject, body=letter.body, revision=letter.revision, by=dpo
    )
    enquiry.refresh_from_db()
    assert enquiry.status == "answered"
    assert Clock.objects.about(enquiry).get().stopped_at
    assert AnswerUse.objects.get().version.answer == hosting


@pytest.mark.parametrize("language", ["en", "et", "fr", "de"])
def test_the_letter_says_the_answer_in_every_language(ask, dpo, language):
    letter = answering.draft(ask(language=language), answer=None, text="42", by=dpo)
    assert "42" in letter.body
    assert "privacy@office.example" in letter.body
    assert letter.language == language


def test_one_answered_in_chat_keeps_what_was_said(ask, hosting, dpo):
    enquiry = ask(channel="chat", address="")
    answering.mark_answered(enquiry, answer=hosting, text="", by=dpo)
    assert (enquiry.status, enquiry.said) == ("answered", "In Germany, in two data centres.")


def test_nothing_said_is_no_answer(enquiry, dpo):
    with pytest.raises(ValidationError, match="Write the answer"):
        answering.mark_answered(enquiry, answer=None, text=" ", by=dpo)
    with pytest.raises(ValidationError, match="Say what they were told"):
        enquiries.mark_answered(enquiry, said="", by=dpo)


def test_a_library_answer_that_lacks_the_language_says_so(ask, hosting, dpo):
    with pytest.raises(ValidationError, match="no text in"):
        answering.draft(ask(language="et"), answer=hosting, text="", by=dpo)


def test_without_an_address_no_letter_is_written(ask, dpo):
    enquiry = ask(address="")
    with pytest.raises(ValidationError, match="No address is known"):
        answering.draft(enquiry, answer=None, text="Yes.", by=dpo)
    enquiries.name_asker(enquiry, asker="Kalle", address="kalle@mail.example", by=dpo)
    assert answering.draft(enquiry, answer=None, text="Yes.", by=dpo).to == "kalle@mail.example"


def test_a_second_letter_waits_for_the_first(enquiry, dpo):
    answering.draft(enquiry, answer=None, text="Yes.", by=dpo)
    with pytest.raises(ValidationError, match="written already"):
        answering.draft(enquiry, answer=None, text="No.", by=dpo)


def test_an_end_without_answer_gives_up_the_draft_and_needs_a_reason(enquiry, dpo):
    answering.draft(enquiry, answer=None, text="Yes.", by=dpo)
    with pytest.raises(ValidationError, match="Say why no answer"):
        enquiries.end(enquiry, reason=" ", by=dpo)
    enquiries.end(enquiry, reason="An advertisement.", by=dpo)
    assert enquiry.status == "ended"
    assert Letter.objects.get().status == "discarded"


def test_it_is_opened_again_with_reason_and_its_clock_runs_as_if_it_never_stood(enquiry, dpo):
    due = Clock.objects.about(enquiry).get().due_at
    enquiries.end(enquiry, reason="Spam.", by=dpo)
    with pytest.raises(ValidationError, match="Say why it is opened"):
        enquiries.open_again(enquiry, reason="", by=dpo)
    enquiries.open_again(enquiry, reason="It was none.", by=dpo)
    clock = Clock.objects.about(enquiry).get()
    assert (enquiry.status, enquiry.closed_at) == ("open", None)
    assert (clock.due_at, clock.stopped_at) == (due, None)


def test_what_is_open_is_not_opened_again(enquiry, dpo):
    with pytest.raises(ValidationError, match="It is open"):
        enquiries.open_again(enquiry, reason="Again.", by=dpo)


def test_it_is_handed_over_to_somebody_who_may(enquiry, dpo, deputy, security):
    with pytest.raises(ValidationError, match="may not answer"):
        enquiries.hand_over(enquiry, to=security, by=dpo)
    with pytest.raises(ValidationError, match="theirs already"):
        enquiries.hand_over(enquiry, to=dpo, by=dpo)
    enquiries.hand_over(enquiry, to=deputy, by=dpo)
    assert Clock.objects.about(enquiry).get().owner == deputy


def test_it_becomes_a_request_that_was_received_when_the_enquiry_was(ask, dpo, now, tmp_path):
    """O5: one click makes it a request; its files go along."""
    with files.taken_in([SimpleUploadedFile("q.txt", b"text")], enquiries.ENCLOSED) as enclosed:
        enquiry = ask(words="Which data do you hold about me?", enclosed=enclosed)
    case = passing.pass_on(enquiry, "request", chosen=["access"], by=dpo)
    assert (case.received_at, case.words) == (enquiry.received_at, enquiry.words)
    assert Exercise.objects.get(part__request=case).right == "access"
    assert (enquiry.status, enquiry.became) == ("passed", case)
    assert EncryptedFile.objects.get().about == case
    assert not Clock.objects.about(enquiry).running().exists()
    assert Event.objects.about_any(enquiry).filter(kind="enquiry.became").exists()


def test_an_answered_one_may_turn_out_to_be_a_request(enquiry, dpo):
    answering.mark_answered(enquiry, answer=None, text="Germany.", by=dpo)
    passing.pass_on(enquiry, "request", chosen=["erasure"], by=dpo)
    assert enquiry.status == "passed"


@pytest.mark.parametrize(
    ("opening", "chosen", "sentence"),
    [("request", [], "at least one right"), ("burglary", ["access"], "No such case")],
)
def test_a_case_that_cannot_be_opened_leaves_the_enquiry_open(
    enquiry, dpo, opening, chosen, sentence
):
    with pytest.raises(ValidationError, match=sentence):
        passing.pass_on(enquiry, opening, chosen=chosen, by=dpo)
    enquiry.refresh_from_db()
    assert enquiry.status == "open"
    assert not SubjectRequest.objects.exists()


def test_without_an_address_it_stays_an_enquiry(ask, dpo):
    with pytest.raises(ValidationError, match="needs an address"):
        passing.pass_on(ask(address=""), "request", chosen=["access"], by=dpo)


def test_what_has_ended_is_opened_again_first(enquiry, dpo):
    enquiries.end(enquiry, reason="Spam.", by=dpo)
    with pytest.raises(ValidationError, match="It has ended"):
        passing.pass_on(enquiry, "request", chosen=["access"], by=dpo)


def test_what_became_a_case_goes_on_there(enquiry, dpo):
    case = passing.pass_on(enquiry, "request", chosen=["access"], by=dpo)
    for deed in (
        lambda: passing.pass_on(enquiry, "request", chosen=["access"], by=dpo),
        lambda: answering.mark_answered(enquiry, answer=None, text="Yes.", by=dpo),
        lambda: enquiries.open_again(enquiry, reason="Again.", by=dpo),
    ):
        with pytest.raises(ValidationError, match=f"It became {case}"):
            deed()


def test_what_is_over_is_not_answered_twice(enquiry, dpo):
    answering.mark_answered(enquiry, answer=None, text="Germany.", by=dpo)
    with pytest.raises(ValidationError, match="It is over"):
        answering.mark_answered(enquiry, answer=None, text="France.", by=dpo)


def test_a_search_finds_by_reference_name_and_address_and_no_person_for_auditors(enquiry):
    for text in (enquiry.reference, "proovik", "kalle@mail"):
        assert Enquiry.objects.matching(text).get() == enquiry
    assert not Enquiry.objects.matching("proovik", persons=False).exists()
