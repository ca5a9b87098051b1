"""On behalf of another: the mandate is checked first, and nothing is told after its end (P4.1)."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from dpo_office.correspondence.models import Delivery, Letter
from dpo_office.correspondence.services import outbox
from requests_app.models import Exercise, SubjectRequest
from requests_app.services import (
    decision,
    identity,
    mandates,
    parts,
    passing,
    replies,
    representing,
)
from requests_app.services.mandates import Representative
from requests_app.services.steps import steps_of
from tests.requests_app.parts_cast import letters_to
from tests.requests_app.test_the_desk import LIST, desk, page
from tests.requests_app.test_the_desk import form as log_words

__all__ = ["desk"]
pytestmark = pytest.mark.django_db
LAWYER = Representative("Liis Kask", "lawyer", "liis@law.example")


@pytest.fixture
def acted(logged, dpo):
    """Somebody acts for the person; their address is shown, their mandate is not checked."""
    representing.begin(logged, LAWYER, by=dpo)
    identity.confirm(logged, proof="code", by=dpo)
    return logged


@pytest.fixture
def good(acted, dpo):
    mandates.check(acted, basis="Signed authority of 3 November.", by=dpo)
    return acted


@pytest.fixture
def expire(good, now):
    """Its last day was yesterday."""

    def _expire() -> None:
        good.mandates.update(valid_until=(now - timedelta(days=1)).date())

    return _expire


def decide(case, dpo) -> None:
    decision.decide(Exercise.objects.get(part__request=case), outcome="granted", by=dpo)
    case.refresh_from_db()
    replies.draft_answer(case, by=dpo)


def test_who_acts_gets_the_letters_and_the_person_is_named(good, dpo):
    letter = replies.acknowledge(good, by=dpo)
    assert letter.to == "liis@law.example"
    assert "Liis Kask (on behalf of Maarit Näidis)" in letter.body


@pytest.mark.parametrize(
    ("language", "words"),
    [("et", "isiku Maarit Näidis eest"), ("fr", "au nom de Maarit"), ("de", "im Namen von Maarit")],
)
def test_in_the_language_of_the_case(acted, dpo, language, words):
    acted.language = language
    acted.save()
    assert words in replies.acknowledge(acted, by=dpo).body


def test_a_new_representative_asks_for_identity_again(shown, dpo):
    representing.begin(shown, LAWYER, by=dpo)
    assert not shown.identity_shown_at


def test_nothing_is_answered_before_the_mandate_is_checked(acted, dpo):
    decide(acted, dpo)
    with pytest.raises(ValidationError, match="mandate is not checked yet"):
        replies.send_answer(acted, by=dpo)


def test_nothing_is_passed_on_before_it_is_checked(acted, bakery, dpo):
    with pytest.raises(ValidationError, match="mandate is not checked yet"):
        parts.form(acted, customer=bakery, rights=["access"], by=dpo)


def test_with_a_good_mandate_the_answer_goes_to_who_acts(good, dpo, delivered):
    decide(good, dpo)
    letter = replies.send_answer(good, by=dpo)
    delivered(good)
    letter.refresh_from_db()
    assert (letter.to, letter.status) == ("liis@law.example", "sent")


def test_the_customer_reads_who_acts_for_whom(good, bakery, dpo):
    part = parts.form(good, customer=bakery, rights=["access"], by=dpo)
    passing.pass_on([part], by=dpo)
    (letter,) = letters_to(bakery)
    assert "Maarit Näidis\nrepresented by Liis Kask\nliis@law.example" in letter.body


def test_a_mandate_that_expires_mid_way_stops_the_answer(good, dpo, expire):
    decide(good, dpo)
    expire()
    with pytest.raises(ValidationError, match="mandate was valid until"):
        replies.send_answer(good, by=dpo)


def test_the_steps_say_that_it_is_over_and_what_helps(good, dpo, expire, now):
    expire()
    steps = {step.name: step for step in steps_of(good, now)}
    assert "was valid until" in steps["ask_mandate"].note
    assert "renew_mandate" in steps
    assert "end_mandate" in steps


def test_an_answer_on_its_way_does_not_leave_once_it_is_over(good, dpo, expire, settings, tmp_path):
    """The last look is the worker's."""
    decide(good, dpo)
    letter = replies.send_answer(good, by=dpo)
    expire()
    settings.DEMO, settings.SMTP_URL, settings.MAIL_FOLDER = True, "", tmp_path
    outbox.deliver(Delivery.objects.get(letter=letter).pk)
    letter.refresh_from_db()
    assert letter.status == "failed"
    assert list(tmp_path.glob("*.eml")) == []


def test_the_last_day_still_counts(good, now):
    good.mandates.update(valid_until=now.date() + timedelta(days=1))
    assert mandates.why_not_speak(good, now) == ""


def test_a_newer_mandate_has_to_be_checked(good, dpo, expire, now):
    expire()
    mandates.renew(good, valid_until=(now + timedelta(days=90)).date(), by=dpo)
    assert mandates.why_not_speak(good, now) == "The mandate is not checked yet."
    mandates.check(good, basis="New authority.", by=dpo)
    assert mandates.why_not_speak(good, now) == ""


@pytest.mark.parametrize("language", ["en", "et", "fr", "de"])
def test_the_mandate_is_asked_for_and_nothing_pauses(acted, dpo, language):
    acted.language = language
    acted.save()
    letter = representing.ask(acted, needed="An authority that she signed.", by=dpo)
    assert letter.to == "liis@law.example"
    assert "Maarit Näidis" in letter.body
    assert "An authority that she signed." in letter.body


def test_a_good_mandate_is_not_asked_for(good, dpo):
    with pytest.raises(ValidationError, match="checked and valid"):
        representing.ask(good, needed="More.", by=dpo)


def test_the_person_acts_for_themselves_again_at_their_own_address(good, dpo):
    representing.end(good, email="maarit@mail.example", by=dpo)
    assert (good.answer_to, good.identity_shown_at) == ("maarit@mail.example", None)
    assert replies.acknowledge(good, by=dpo).to_name == "Maarit Näidis"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"kind": "cousin"}, "not a valid choice"),
        ({"name": " "}, "cannot be blank"),
        ({"email": "nobody"}, "is not an e-mail address"),
    ],
)
def test_a_representative_that_cannot_be_is_refused(logged, dpo, wrong, sentence):
    who = Representative(**({"name": "L", "kind": "heir", "email": "l@law.example"} | wrong))
    with pytest.raises(ValidationError, match=sentence):
        representing.begin(logged, who, by=dpo)
    assert not logged.mandates.exists()


def test_a_mandate_that_is_over_already_is_refused(logged, dpo, now):
    who = Representative("L", "heir", "l@law.example", (now - timedelta(days=2)).date())
    with pytest.raises(ValidationError, match="over already"):
        representing.begin(logged, who, by=dpo)


def test_two_act_for_nobody_at_once(acted, dpo):
    with pytest.raises(ValidationError, match="acts for them already"):
        representing.begin(acted, LAWYER, by=dpo)


def test_a_check_says_what_was_read(acted, dpo):
    with pytest.raises(ValidationError, match="Say what you read"):
        mandates.check(acted, basis=" ", by=dpo)


def test_nobody_acts_where_nobody_was_named(logged, dpo):
    for deed in (
        lambda: mandates.check(logged, basis="x", by=dpo),
        lambda: mandates.renew(logged, valid_until=None, by=dpo),
        lambda: representing.ask(logged, needed="x", by=dpo),
        lambda: representing.end(logged, email="m@mail.example", by=dpo),
    ):
        with pytest.raises(ValidationError, match="Nobody acts for them"):
            deed()


def test_the_case_shows_who_acts_and_how_good_the_mandate_is(good, desk, expire):
    text = desk.get(page(good)).content.decode()
    assert "Liis Kask" in text
    assert "Signed authority of 3 November." in text
    expire()
    assert "was valid until" in desk.get(page(good)).content.decode()


def test_an_auditor_reads_no_name_of_who_acts(good, auditor, admin_of):
    text = admin_of(auditor).get(page(good)).content.decode()
    assert "Acts for them" in text
    assert "Liis" not in text
    assert "authority of 3 November" not in text


def test_letters_stay_with_the_case(acted, dpo):
    representing.ask(acted, needed="A paper.", by=dpo)
    assert Letter.objects.about(acted).of_kind("mandate_request").count() == 1


def test_a_request_is_logged_on_behalf_of_somebody_in_one_form(admin_of, dpo, profile):
    words = {
        "email": "", "acts_name": "Liis Kask", "acts_kind": "lawyer",
        "acts_email": "liis@law.example", "acts_until": "2999-01-31",
    }  # fmt: skip
    admin_of(dpo).post(f"{LIST}add/", log_words(**words))
    case = SubjectRequest.objects.get()
    mandate = case.mandates.get()
    assert (case.answer_to, mandate.name, mandate.kind) == (
        "liis@law.example",
        "Liis Kask",
        "lawyer",
    )
    assert f"{mandate.valid_until}" == "2999-01-31"
    assert not case.subject.identifiers.exists()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"acts_name": "Liis"}, "Say who acts for them, as what, and where to write."),
        ({"email": ""}, "This field is required"),
        (
            {"acts_name": "L", "acts_kind": "heir", "acts_email": "l@law.example",
             "acts_until": "2020-01-01"},
            "over already",
        ),
    ],
)  # fmt: skip
def test_half_a_representative_is_told_and_nothing_typed_is_lost(
    admin_of, dpo, profile, wrong, sentence
):
    text = admin_of(dpo).post(f"{LIST}add/", log_words(**wrong)).content.decode()
    assert sentence in text
    assert "Palun kustutage." in text
    assert not SubjectRequest.objects.exists()


def test_two_clients_of_one_lawyer_are_two_people(log):
    first = log(name="A", email="", on_behalf=LAWYER)
    second = log(name="B", email="", on_behalf=LAWYER)
    assert first.subject_id != second.subject_id
