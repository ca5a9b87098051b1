"""The least proof: a link or a code to the address, a document only until it is checked (P4.1)."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from dpo_office.correspondence.models import Letter
from dpo_office.evidence.models import EncryptedFile, Event
from dpo_office.evidence.services import file_disk, files
from dpo_office.parties.models import Customer, DataSubject
from requests_app.models import SubjectRequest
from requests_app.services import documents, identity, proving
from requests_app.services.deadlines import pause_of
from tests.requests_app.parts_cast import link_in, mail_of, open_door
from tests.requests_app.test_the_desk import desk, page

__all__ = ["desk", "open_door"]
pytestmark = pytest.mark.django_db


def code_in(letter: Letter) -> str:
    return re.search(r"^(\d{4} \d{4})$", mail_of(letter), re.MULTILINE)[1]


def fresh(case) -> SubjectRequest:
    return SubjectRequest.objects.get(pk=case.pk)


@pytest.fixture
def sent(logged, dpo) -> Letter:
    return proving.send(logged, by=dpo)


def test_one_click_on_the_link_shows_the_address(sent, logged, client):
    """By itself: nobody of ours has to do anything."""
    answer = client.post(link_in(sent))
    assert "We know now that this address is yours" in answer.content.decode()
    assert (fresh(logged).identity_proof, bool(fresh(logged).identity_shown_at)) == ("code", True)
    event = Event.objects.get(kind="identity.shown")
    assert (event.actor, event.facts) == (None, {"proof": "code"})


def test_looking_shows_nothing_yet(sent, logged, client):
    text = client.get(link_in(sent)).content.decode()
    assert "Is this address yours?" in text
    assert "Maarit" not in text
    assert not fresh(logged).identity_shown_at


def test_the_link_works_once(sent, client):
    client.post(link_in(sent))
    assert client.post(link_in(sent)).status_code == 404


def test_the_link_is_over_after_a_week(sent, logged, client, time_machine):
    link = link_in(sent)
    time_machine.move_to(timezone.now() + timedelta(days=7, minutes=1))
    assert client.post(link).status_code == 404
    assert not fresh(logged).identity_shown_at


def test_nothing_pauses_for_one_click(sent, logged):
    """P5.1: asked without delay, and no reason to wait."""
    assert pause_of(logged) is None


def test_the_link_of_a_former_address_shows_nothing(sent, logged, dpo, client):
    """Whoever reads the old address does not show the new one."""
    link = link_in(sent)
    identity.change_address(logged, email="new@mail.example", by=dpo)
    assert client.post(link).status_code == 404
    assert not fresh(logged).identity_shown_at


def test_a_link_that_slipped_past_is_bound_to_its_address(sent, logged, client):
    """Even if it had not been ended: the address it was sent to is part of it."""
    link = link_in(sent)
    SubjectRequest.objects.filter(pk=logged.pk).update(answer_to="other@mail.example")
    assert client.post(link).status_code == 404
    assert not fresh(logged).identity_shown_at


def test_a_new_link_ends_the_former(sent, logged, dpo, client):
    former, newest = link_in(sent), link_in(proving.send(logged, by=dpo))
    assert client.post(former).status_code == 404
    assert client.post(newest).status_code == 200


def test_the_code_given_back_shows_the_address(sent, logged, dpo, client):
    proving.shown_by_code(logged, code=code_in(sent), by=dpo)
    assert fresh(logged).identity_proof == "code"
    assert client.post(link_in(sent)).status_code == 404


def test_five_wrong_codes_end_code_and_link(sent, logged, dpo, client):
    for _ in range(5):
        with pytest.raises(ValidationError, match="not the code that was sent"):
            proving.shown_by_code(logged, code="0000 0000", by=dpo)
    with pytest.raises(ValidationError, match="No code is waiting"):
        proving.shown_by_code(logged, code=code_in(sent), by=dpo)
    assert client.post(link_in(sent)).status_code == 404


def test_a_code_that_was_never_sent_is_refused(logged, dpo):
    with pytest.raises(ValidationError, match="No code is waiting"):
        proving.shown_by_code(logged, code="1234 5678", by=dpo)


def test_neither_link_nor_code_is_kept_in_clear(sent):
    token, code = link_in(sent).split("/")[2], code_in(sent)
    kept = f"{sent.body}{sent.drafted_body}{sent.sealed_secrets}"
    assert token not in kept
    assert code not in kept
    assert "•••• ••••" in sent.body


def test_it_is_not_sent_for_ever(logged, dpo):
    for _ in range(proving.MOST):
        proving.send(logged, by=dpo)
    with pytest.raises(ValidationError, match="was sent 5 times"):
        proving.send(logged, by=dpo)


def test_who_is_shown_is_sent_nothing(shown, dpo):
    with pytest.raises(ValidationError, match="shown already"):
        proving.send(shown, by=dpo)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "no document is needed"),
        ("et", "dokumenti ei ole vaja"),
        ("fr", "aucun document n'est nécessaire"),
        ("de", "ein Dokument ist nicht nötig"),
    ],
)
def test_it_says_why_in_the_persons_language(log, dpo, client, language, words):
    letter = proving.send(log(language=language), by=dpo)
    assert words in letter.body
    answer = client.post(link_in(letter))
    assert f'<html lang="{language}">' in answer.content.decode()


def test_the_question_that_paused_ends_with_the_click(logged, dpo, client):
    identity.ask(logged, doubt="New address.", needed="An answer.", by=dpo)
    client.post(link_in(proving.send(logged, by=dpo)))
    assert pause_of(logged) is None


@pytest.fixture
def kept(logged, dpo):
    """A passport that waits to be checked; its path on the disk."""
    upload = SimpleUploadedFile("passport.pdf", b"%PDF-1.4\n%%EOF")
    with files.taken_in([upload], documents.ENCLOSED) as enclosed:
        documents.keep(logged, enclosed=enclosed, by=dpo)
    path = file_disk.path_of(EncryptedFile.objects.get().stored_as)
    assert path.exists()
    return path


@pytest.mark.parametrize("convinced", [True, False])
def test_a_document_goes_once_checked_whatever_it_showed(
    kept, logged, dpo, convinced, django_capture_on_commit_callbacks
):
    """F5: how, when and by whom stays; the file is gone from the disk."""
    with django_capture_on_commit_callbacks(execute=True):
        documents.check(logged, convinced=convinced, by=dpo)
    assert not kept.exists()
    assert not EncryptedFile.objects.exists()
    proof = logged.proofs.get()
    assert (proof.file, proof.checked_by, proof.convinced) == (None, dpo, convinced)
    assert (fresh(logged).identity_proof == "document") is convinced


def test_a_forgotten_document_goes_by_itself(kept, logged, now, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        files.remove_expired(now + documents.KEPT + timedelta(minutes=1))
    assert not kept.exists()
    proof = logged.proofs.get()
    assert (proof.file, proof.checked_at) == (None, None)


def test_a_document_that_is_not_needed_any_more_goes(
    kept, logged, dpo, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        identity.confirm(logged, proof="known_address", by=dpo)
    assert not kept.exists()


def test_nothing_is_checked_where_nothing_is_kept(logged, dpo):
    with pytest.raises(ValidationError, match="No document is kept"):
        documents.check(logged, convinced=True, by=dpo)


def test_a_document_without_file_is_refused(logged, dpo):
    with pytest.raises(ValidationError, match="Choose the document"):
        documents.keep(logged, enclosed=[], by=dpo)


def test_the_case_says_what_waits_and_what_was_checked(kept, logged, dpo, desk):
    assert "waits to be checked" in desk.get(page(logged)).content.decode()
    documents.check(logged, convinced=True, by=dpo)
    assert "was checked by Helve Proov" in desk.get(page(logged)).content.decode()


def test_a_person_who_is_an_account_of_the_office_is_shown(log, dpo, desk):
    case = log(email=dpo.email)
    text = desk.get(page(case)).content.decode()
    assert "an account of the office: Helve Proov" in text
    assert "They handle their own case" in text


def test_a_person_who_is_an_operator_too_is_shown(logged, desk):
    customer = Customer.objects.create(name="Harbour & Pine Ltd")
    other = DataSubject.objects.create(name="Maarit", tie="operator", customer=customer)
    other.identifiers.create(kind="email", value="maarit@mail.example")
    assert "operator of Harbour &amp; Pine Ltd" in desk.get(page(logged)).content.decode()


def test_two_cases_of_one_person_know_of_each_other(log, desk):
    first, second = log(), log()
    assert second.reference in desk.get(page(first)).content.decode()
