"""One part for each customer concerned; each gets its own and learns of no other (P2.1, P4.1)."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from dpo_office.correspondence.models import Delivery, Letter
from dpo_office.evidence.models import Event
from dpo_office.organisation.models import OneTimeLink
from dpo_office.parties.models import Customer, DataSubject
from dpo_office.worklist.models import Clock, ContractRule
from requests_app.invariants import AnswersGoToTheVerified
from requests_app.models import RequestPart
from requests_app.part_invariants import CustomersKnowOnlyTheirs, PartsRunOrEnd
from requests_app.services import (
    closing,
    decision,
    identity,
    part_endings,
    parts,
    passing,
    replies,
)
from requests_app.services.wording import say
from tests.requests_app.parts_cast import WORDS, letters_to, link_in, mail_of, open_door

__all__ = ["open_door"]
pytestmark = pytest.mark.django_db


def running(part: RequestPart) -> list[str]:
    return list(Clock.objects.about(part).running().values_list("rule_id", flat=True))


def test_the_controller_part_is_there_from_the_start(logged):
    part = logged.parts.get()
    assert (part.capacity, part.status) == ("controller", "ours")


def test_a_part_has_its_own_rights_clock_and_words(form, bakery):
    part = form(bakery)
    assert (part.status, part.rights, part.words) == ("open", ["erasure"], WORDS)
    assert running(part) == ["contract_working_days"]
    assert PartsRunOrEnd().broken() == []


def test_no_part_is_formed_before_the_person_is_shown(logged, bakery, dpo):
    """Which customers hold data is told to nobody before."""
    with pytest.raises(ValidationError, match="not shown who they are"):
        parts.form(logged, customer=bakery, rights=["access"], by=dpo)


def test_a_customer_has_one_part(form, bakery):
    form(bakery)
    with pytest.raises(ValidationError, match="has a part in this case already"):
        form(bakery)


@pytest.mark.parametrize(
    ("rights", "sentence"),
    [([], "at least one right"), (["portability"], "not asked for: portability")],
)
def test_only_what_was_asked_is_passed_on(form, bakery, rights, sentence):
    with pytest.raises(ValidationError, match=sentence):
        form(bakery, rights=rights)


@pytest.mark.parametrize(
    "words",
    ["Erase me at FJELLSKO AS too.", "I bought at fjellsko.", "See www.fjellsko.example/shop"],
)
def test_words_that_name_another_customer_are_refused(form, bakery, shoes, words):
    """Nothing of one customer reaches another."""
    for field in ("words", "known_by"):
        with pytest.raises(ValidationError, match="names another customer: Fjellsko AS"):
            form(bakery, **{field: words})


def test_a_name_inside_another_word_is_no_name(form, bakery, db):
    Customer.objects.create(name="Arc")
    assert form(bakery, words="Please search everywhere.").words


def test_a_part_is_taken_out_while_nothing_has_left(form, bakery, dpo):
    part = parts.remove(form(bakery), by=dpo)
    assert (part.status, part.words, running(part)) == ("removed", "", [])
    again = form(bakery)
    assert (again.pk, again.status, again.words) == (part.pk, "open", WORDS)
    assert len(running(again)) == 1


def test_what_has_left_is_not_taken_out(passed, dpo):
    with pytest.raises(ValidationError, match="has left already"):
        parts.remove(passed, by=dpo)


def test_the_contract_of_the_customer_sets_the_clock(form, bakery, shoes, now):
    for key, amount in ((f"pass-on-{bakery.pk}", 5), ("pass-on", 3)):
        ContractRule.objects.create(
            key=key, valid_from=(now - timedelta(days=9)).date(), amount=amount,
            unit="working_days", source="DPA 4",
        )  # fmt: skip
    assert running(form(bakery)) == [f"pass-on-{bakery.pk}"]
    assert running(form(shoes)) == ["pass-on"]


def test_each_customer_reads_its_own_part_and_nothing_else(form, bakery, shoes, shown, dpo):
    """P2.1: neither the other customer, nor its words, nor what we answer ourselves."""
    first = form(bakery, words="Erase the bread orders.", known_by="Loyalty card 77")
    second = form(shoes, rights=["access"], words="What do you hold on my boots?")
    passing.pass_on([first, second], by=dpo)
    (to_bakery,), (to_shoes,) = letters_to(bakery), letters_to(shoes)
    for own, other in ((to_bakery, to_shoes), (to_shoes, to_bakery)):
        assert own.to_name not in other.body
        assert own.to not in other.body
        assert link_in(own) not in mail_of(other)
    assert "bread orders" in to_bakery.body
    assert "Loyalty card 77" in to_bakery.body
    assert "boots" not in to_bakery.body
    assert "erasure" not in to_shoes.body
    assert CustomersKnowOnlyTheirs().broken() == []


def test_a_customer_is_given_the_identifiers_by_which_it_knows_the_person(form, bakery, shoes, dpo):
    for customer, number in ((bakery, "HP-4711"), (shoes, "FS-0815")):
        known = DataSubject.objects.create(name="Maarit", customer=customer)
        known.identifiers.create(kind="email", value="maarit@mail.example")
        known.identifiers.create(kind="customer_id", value=number)
    passing.pass_on([form(bakery)], by=dpo)
    (letter,) = letters_to(bakery)
    assert "HP-4711" in letter.body
    assert "FS-0815" not in letter.body


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Until you instruct us we change nothing"),
        ("et", "Teie juhiseta ei muuda me midagi"),
        ("fr", "Sans instruction de votre part"),
        ("de", "Ohne Ihre Weisung"),
        ("no", "Until you instruct us"),
    ],
)
def test_a_customer_is_written_to_in_its_language(form, bakery, dpo, language, words):
    Customer.objects.filter(pk=bakery.pk).update(language=language)
    bakery.refresh_from_db()
    passing.pass_on([form(bakery)], by=dpo)
    (letter,) = letters_to(bakery)
    assert words in letter.body
    assert "Maarit Näidis" in letter.body
    assert WORDS in letter.body


@pytest.mark.parametrize("language", ["en", "et", "fr", "de"])
@pytest.mark.parametrize("key", ["part_reminder", "part_done", "part_withdrawn"])
def test_every_letter_to_a_customer_is_there_in_every_language(
    passed, bakery, dpo, now, language, key
):
    Customer.objects.filter(pk=bakery.pk).update(language=language)
    passed.customer.refresh_from_db()
    letter = passing.send_to_customer(passed, key, by=dpo, now=now, done="312 messages.")
    assert letter.language == language
    assert "Harbour & Pine Ltd" in letter.body
    assert passed.request.reference in letter.body
    assert ("/p/…/" in letter.body) is (key == "part_reminder")


@pytest.mark.parametrize("language", ["en", "et", "fr", "de"])
def test_a_customer_does_not_read_of_its_own_data(form, bakery, dpo, language):
    """The words of rights are the person's: "access to your data" would mean the customer's."""
    Customer.objects.filter(pk=bakery.pk).update(language=language)
    bakery.refresh_from_db()
    passing.pass_on([form(bakery, rights=["access"])], by=dpo)
    (letter,) = letters_to(bakery)
    assert say("customer_access", language) in letter.body
    assert say("access", language) not in letter.body


def test_passing_on_starts_the_next_clock_and_stops_the_first(passed):
    assert passed.status == "passed_on"
    assert passed.passed_on_at
    assert running(passed) == ["customer_answer"]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "decides on your request and answers you itself"),
        ("et", "vastab teile ise"),
        ("fr", "vous répond elle-même"),
        ("de", "antwortet Ihnen selbst"),
    ],
)
def test_the_person_is_told_to_whom_it_went_and_what_comes_next(
    form, bakery, shoes, shown, dpo, language, words
):
    """P5.1: within our week; one letter for all that were passed on at once."""
    shown.language = language
    shown.save()
    passing.pass_on([form(bakery), form(shoes)], by=dpo)
    (letter,) = Letter.objects.about(shown).of_kind("passed_on")
    assert words in letter.body
    assert "Harbour & Pine Ltd" in letter.body
    assert "gdpr@fjellsko.example" in letter.body
    assert letter.to == "maarit@mail.example"


def test_what_stands_in_the_mail_alone_is_never_kept_in_clear(passed, bakery):
    """A10: whoever reads the database or the thread can't use the link."""
    (letter,) = letters_to(bakery)
    token = link_in(letter).split("/")[2]
    assert token not in letter.body
    assert token not in letter.sealed_secrets
    assert "/p/…/" in letter.body


def test_the_secrets_are_gone_once_the_mail_has_left(passed, bakery, settings, tmp_path):
    from dpo_office.correspondence.services import outbox

    settings.DEMO, settings.SMTP_URL, settings.MAIL_FOLDER = True, "", tmp_path
    (letter,) = letters_to(bakery)
    link = link_in(letter)
    outbox.deliver(Delivery.objects.get(letter=letter).pk)
    letter.refresh_from_db()
    assert (letter.status, letter.sealed_secrets) == ("sent", "")
    (mail,) = tmp_path.glob("*.eml")
    assert link in mail.read_text().replace("=\n", "").replace("=3D", "=")


def test_a_customer_without_contact_says_so(form, bakery, dpo):
    Customer.objects.filter(pk=bakery.pk).update(privacy_email="")
    bakery.refresh_from_db()
    with pytest.raises(ValidationError, match="has no privacy contact"):
        passing.pass_on([form(bakery)], by=dpo)
    assert not Letter.objects.of_kind("part_passed_on").exists()


def test_one_that_cannot_be_passed_on_keeps_all_back(form, bakery, shoes, dpo):
    Customer.objects.filter(pk=shoes.pk).update(privacy_email="")
    shoes.refresh_from_db()
    with pytest.raises(ValidationError, match="Fjellsko AS has no privacy contact"):
        passing.pass_on([form(bakery), form(shoes)], by=dpo)
    assert set(RequestPart.objects.of_customers().values_list("status", flat=True)) == {"open"}


def test_nothing_is_passed_on_twice(passed, dpo):
    with pytest.raises(ValidationError, match="passed on already"):
        passing.pass_on([passed], by=dpo)


def test_a_new_address_keeps_the_part_back(form, bakery, shown, dpo):
    part = form(bakery)
    identity.change_address(shown, email="new@mail.example", by=dpo)
    part.refresh_from_db()
    with pytest.raises(ValidationError, match="not shown who they are"):
        passing.pass_on([part], by=dpo)


def test_a_later_address_does_not_accuse_a_letter_that_left_before(passed, shown, dpo):
    identity.change_address(shown, email="new@mail.example", by=dpo)
    assert AnswersGoToTheVerified().broken() == []


@pytest.fixture
def gone(bakery, now):
    """A customer that went out of business."""
    bakery.until = (now - timedelta(days=40)).date()
    bakery.save()
    return bakery


def test_a_customer_out_of_business_has_its_way_out(form, gone, dpo, shown):
    """Why not, and the step that tells the person instead."""
    part = form(gone)
    with pytest.raises(ValidationError, match="no customer any more"):
        passing.pass_on([part], by=dpo)
    part_endings.gone(part, told="It closed in October; we erase what we hold.", by=dpo)
    assert (part.status, running(part)) == ("customer_gone", [])
    (letter,) = Letter.objects.about(shown).of_kind("customer_gone")
    assert "It closed in October" in letter.body
    assert "Harbour & Pine Ltd" in letter.body


def test_a_customer_that_is_gone_needs_words_for_the_person(form, gone, dpo):
    with pytest.raises(ValidationError, match="Say why"):
        part_endings.gone(form(gone), told=" ", by=dpo)


def test_a_reminder_brings_a_new_link_and_ends_the_former(passed, bakery, dpo, client):
    former = link_in(letters_to(bakery)[0])
    passing.remind(passed, by=dpo)
    newest = letters_to(bakery)[-1]
    assert newest.version.template.key == "part_reminder"
    assert client.get(former).status_code == 404
    assert client.get(link_in(newest)).status_code == 200
    assert passed.reminded_at


def test_a_letter_that_never_left_is_written_anew(passed, bakery, dpo):
    first = letters_to(bakery)[0]
    Letter.objects.filter(pk=first.pk).update(status="failed")
    passing.remind(passed, by=dpo)
    newest = letters_to(bakery)[-1]
    assert newest.version.template.key == "part_passed_on"
    first.refresh_from_db()
    assert first.status == "discarded"


def test_only_who_was_told_is_reminded(form, bakery, dpo):
    with pytest.raises(ValidationError, match="not passed on yet"):
        passing.remind(form(bakery), by=dpo)


def test_a_customer_that_never_answers_is_reminded_first(passed, dpo):
    with pytest.raises(ValidationError, match="Remind the customer first"):
        part_endings.no_answer(passed, why="Two months.", by=dpo)
    passing.remind(passed, by=dpo)
    part_endings.no_answer(passed, why="Two months.", by=dpo)
    assert (passed.status, running(passed)) == ("no_answer", [])


def test_what_the_person_withdraws_the_customer_is_told(passed, bakery, dpo):
    part_endings.withdraw(passed, why="Maarit rang.", by=dpo)
    assert passed.status == "withdrawn"
    assert letters_to(bakery)[-1].version.template.key == "part_withdrawn"


def test_a_request_that_ends_without_answer_ends_its_parts(passed, form, shoes, shown, bakery, dpo):
    """A right withdrawn mid-way: who has its part is told, the other never learns of it."""
    waiting = form(shoes)
    decision.decide_all(shown, outcome="withdrawn", reasons="By phone.", by=dpo)
    waiting.refresh_from_db()
    passed.refresh_from_db()
    assert (waiting.status, passed.status) == ("withdrawn", "withdrawn")
    assert letters_to(bakery)[-1].version.template.key == "part_withdrawn"
    assert letters_to(shoes) == []
    assert PartsRunOrEnd().broken() == []


@pytest.fixture
def answer(shown, dpo, delivered):
    """Decide the controller part, write, send and deliver the answer."""

    def _answer() -> Letter:
        decision.decide_all(shown, outcome="nothing_held", by=dpo)
        shown.refresh_from_db()
        letter = replies.draft_answer(shown, by=dpo)
        replies.send_answer(shown, by=dpo)
        delivered(shown)
        return letter

    return _answer


def test_the_answer_names_where_the_rest_went(passed, answer):
    """P2.1: it covers what we answer ourselves, and says who answers the rest."""
    letter = answer()
    assert "passed on to:\n- Harbour & Pine Ltd" in letter.body


def test_the_answer_of_a_case_without_customers_says_nothing_of_any(shown, answer):
    assert "passed on to" not in answer().body


def test_closing_waits_for_every_part_to_be_passed_on(form, bakery, shown, answer, dpo, delivered):
    part = form(bakery)
    answer()
    assert closing.why_not_close(shown) == "Not passed on yet: Harbour & Pine Ltd."
    passing.pass_on([part], by=dpo)
    delivered(shown)
    closing.close(shown, by=dpo)
    assert shown.status == "closed"


def test_the_answer_stops_our_clocks_and_no_customers(passed, answer, shown):
    answer()
    ours = shown.parts.ours().get()
    assert (running(ours), running(passed)) == ([], ["customer_answer"])


def test_a_customers_part_goes_on_after_the_case_is_closed(passed, answer, shown, dpo):
    answer()
    closing.close(shown, by=dpo)
    passed.refresh_from_db()
    passing.remind(passed, by=dpo)
    assert PartsRunOrEnd().broken() == []


def test_forming_a_part_sends_nothing(form, bakery, shown):
    part = form(bakery)
    assert Event.objects.filter(kind="requestpart.open", about_id=part.pk).exists()
    assert not OneTimeLink.objects.filter(about=str(part.pk)).exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"capacity": "controller", "status": "open"},
        {"status": "ours"},
        {"status": "passed_on", "passed_on_at": None},
        {"status": "done", "ended_at": None},
        {"status": "open", "ended_at": "2026-01-01T00:00Z"},
    ],
)
def test_the_database_refuses_parts_that_cannot_be(form, bakery, wrong):
    part = form(bakery)
    with pytest.raises(IntegrityError), transaction.atomic():
        RequestPart.objects.filter(pk=part.pk).update(**wrong)
