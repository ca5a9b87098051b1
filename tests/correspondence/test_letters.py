"""Letters: drafted, edited, sent (O5, P5.1-P5.3); at most the addressee reads them."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from dpo_office.correspondence.models import Delivery, Letter
from dpo_office.correspondence.refusals import LetterRefused, SomebodyElseEdited
from dpo_office.correspondence.services import letters, templates
from dpo_office.evidence.models import Event, TransitionRefused
from dpo_office.lib import doors
from dpo_office.lib.placeholders import PlaceholderRefused

pytestmark = pytest.mark.django_db


def test_a_draft_is_filled_and_says_what_it_is_about(draft, dpo):
    letter = draft()
    assert letter.subject == "Our answer to your request SR-2026-0138"
    assert letter.body.startswith("Dear Karl Proovik,\n\non 2 March 2026 you asked us:")
    assert letter.body.endswith("Kind regards\nConversion")
    assert list(Letter.objects.about(dpo)) == [letter]


@pytest.mark.parametrize(
    ("language", "day"),
    [("en", "1 March 2026"), ("et", "01.03.2026"), ("fr", "1er mars 2026"), ("de", "1. März 2026")],
)
def test_a_letter_writes_dates_as_its_language_does(draft, language, day):
    letter = draft(language=language, context={"received_on": date(2026, 3, 1)})
    assert day in letter.body


@pytest.mark.parametrize("language", ["en", "et", "fr", "de"])
def test_a_refusal_names_the_authority_and_the_court(draft, language):
    """P5.3, GDPR Art. 12(4)."""
    letter = draft("refusal", language)
    assert "Andmekaitse Inspektsioon" in letter.body
    assert "79" in letter.body


def test_an_unknown_language_is_refused_with_its_name(draft):
    with pytest.raises(LetterRefused, match="has no text in German"):
        draft("digest", language="de")


def test_a_draft_without_a_value_names_what_is_missing(draft):
    with pytest.raises(PlaceholderRefused, match=r"\{\{ answer \}\}"):
        draft(context={"answer": ""})


@pytest.mark.parametrize(
    "to", ["", "karl", "a@b.example\nBcc: c@d.example", "a@b.example, c@d.example", "ä@b.example"]
)
def test_what_is_no_address_is_refused(draft, to):
    with pytest.raises(LetterRefused, match="is not an e-mail address"):
        draft(to=to)


@pytest.mark.parametrize("to", ["", " \n", "Tee 1\x00", "Tee\x1b[2J"])
def test_a_letter_by_post_needs_an_address_of_printable_lines(draft, to):
    with pytest.raises(LetterRefused):
        draft(to=to, channel=Letter.Channel.POST)


def test_an_international_domain_is_written_as_mail_servers_do(draft):
    assert draft(to="karl@käse.example").to == "karl@xn--kse-qla.example"


def test_line_breaks_in_what_the_subject_is_filled_with_are_refused(draft):
    """V1.3.11."""
    with pytest.raises(LetterRefused, match="subject holds a line break"):
        draft(context={"reference": "SR-1\r\nBcc: x@y.example"})


@pytest.mark.parametrize("value", ["{{ contact }}", "{0.__class__}", "{% now %}"])
def test_a_hostile_name_is_text(draft, value):
    """A11."""
    assert f"Dear {value}," in draft(context={"name": value}).body


def test_an_edit_keeps_the_difference_to_the_draft(draft, dpo):
    letter = draft()
    letters.edit(letter, subject=letter.subject, body=letter.body + "\r\nP.S. Thanks.", by=dpo)
    letter.refresh_from_db()
    assert "+P.S. Thanks." in letter.difference
    assert letter.revision == 1


def test_the_second_of_two_who_edit_at_once_is_refused_and_overwrites_nothing(draft, dpo, staff):
    letter = draft()
    mine, yours = Letter.objects.get(), Letter.objects.get()
    letters.edit(mine, subject=letter.subject, body="Mine", by=dpo)
    with pytest.raises(SomebodyElseEdited, match="Somebody else changed"):
        letters.edit(yours, subject=letter.subject, body="Yours", by=staff)
    assert Letter.objects.get().body == "Mine"


def test_a_letter_that_another_edited_meanwhile_is_not_sent(draft, dpo):
    mine, yours = draft(), Letter.objects.get()
    letters.edit(yours, subject=yours.subject, body="Changed", by=dpo)
    with pytest.raises(SomebodyElseEdited):
        letters.send(mine, by=dpo)
    assert Letter.objects.get().status == Letter.Status.DRAFT


@pytest.mark.parametrize("subject", ["For Proovik, SR-1", "SR-1 karl@proovik.example", "SR-1\nx"])
def test_a_subject_that_names_the_person_is_refused(draft, dpo, subject):
    letter = draft(to_name="Karl Proovik")
    with pytest.raises(LetterRefused):
        letters.edit(letter, subject=subject, body=letter.body, by=dpo)


def test_a_letter_without_subject_or_text_is_refused(draft, dpo):
    with pytest.raises(LetterRefused, match="needs a subject and a text"):
        letters.edit(draft(), subject="SR-1", body=" \n", by=dpo)


def test_a_refusal_without_its_passage_is_not_sent(draft, dpo):
    letter = draft("refusal")
    body = letter.body.replace("You also have the right to go to court", "You might go to court")
    letters.edit(letter, subject=letter.subject, body=body, by=dpo)
    with pytest.raises(LetterRefused, match="must keep these passages: Judicial remedy"):
        letters.send(letter, by=dpo)
    assert Delivery.objects.count() == 0


def test_a_passage_may_be_wrapped_otherwise(draft, dpo):
    letter = draft("refusal")
    letters.edit(letter, subject=letter.subject, body=letter.body.replace(" ", "\n"), by=dpo)
    letters.send(letter, by=dpo)
    assert letter.status == Letter.Status.QUEUED


def test_a_letter_is_sent_once(draft, dpo):
    letter = letters.send(draft(), by=dpo)
    with pytest.raises(TransitionRefused):
        letters.send(Letter.objects.get(), by=dpo)
    assert Delivery.objects.get().letter == letter


def test_a_sent_letter_can_not_be_edited(draft, dpo):
    letter = letters.send(draft(), by=dpo)
    with pytest.raises(SomebodyElseEdited, match="changed or sent"):
        letters.edit(letter, subject=letter.subject, body="Other", by=dpo)


def test_a_letter_keeps_its_version_when_the_text_is_rewritten(draft, dpo):
    letter = draft("identity_request", context={"doubt": "x", "needed": "y"})
    version = letter.version
    templates.rewrite(
        version.template, language="en", subject="{{ reference }}", body="New", after=1, by=dpo
    )
    assert Letter.objects.get().version == version


@pytest.mark.parametrize("channel", [Letter.Channel.POST, Letter.Channel.CHAT])
def test_a_letter_by_post_or_chat_waits_for_a_hand(draft, dpo, channel):
    letter = letters.send(draft(to="Tee 1\n10134 Tallinn", channel=channel), by=dpo)
    assert (letter.status, Delivery.objects.count()) == ("queued", 0)
    letters.handed_over(letter, by=dpo)
    assert letter.sent_at


def test_a_letter_by_mail_is_not_handed_over(draft, dpo):
    with pytest.raises(LetterRefused, match="sent by the office itself"):
        letters.handed_over(letters.send(draft(), by=dpo), by=dpo)


def test_a_discarded_draft_is_not_sent(draft, dpo):
    letter = draft()
    letters.discard(letter, by=dpo, reason="withdrawn")
    with pytest.raises(TransitionRefused):
        letters.send(letter, by=dpo)


def test_the_trail_tells_of_each_step_without_personal_values(draft, dpo):
    """F6."""
    letter = draft(to_name="Karl Proovik")
    letters.edit(letter, subject=letter.subject, body="Dear Karl", by=dpo)
    letters.send(letter, by=dpo)
    events = Event.objects.filter(about_id=letter.pk, kind__startswith="letter.")
    assert {e.kind for e in events} == {"letter.drafted", "letter.edited", "letter.queued"}
    assert "karl" not in str([e.facts for e in events]).lower()


def test_redaction_takes_person_and_text_and_leaves_that_it_was_sent(draft, dpo):
    """F5."""
    letter = letters.send(draft(to_name="Karl Proovik"), by=dpo)
    assert letters.redact(dpo, now=timezone.now()) == 1
    values = [*Letter.objects.values().get().values(), *Delivery.objects.values().get().values()]
    assert not [v for v in values if "arl" in str(v) or "Proovik" in str(v)]
    assert Letter.objects.get().status == letter.status


def test_redaction_discards_what_was_never_sent(draft, dpo):
    draft()
    letters.redact(dpo, now=timezone.now())
    assert Letter.objects.get().status == Letter.Status.DISCARDED


def test_the_database_refuses_a_sent_letter_without_time(draft):
    with pytest.raises(IntegrityError, match="sent_letter_has_its_time"), transaction.atomic():
        Letter.objects.filter(pk=draft().pk).update(status="sent")


class Users:
    """Users as cases: they have a verified address, and count what they sent."""

    model, address, why, sent = "organisation.user", "karl@proovik.example", "", 0

    def verified_address(self, pk):
        return self.address

    def why_not_send(self, letter):
        return self.why

    def send(self, letter, *, by):
        self.sent += 1
        letters.send(letter, by=by)


@pytest.fixture
def case(monkeypatch):
    monkeypatch.setitem(doors.letter_cases._items, Users.model, Users())
    return doors.letter_cases.get(Users.model)


def test_an_answer_goes_to_the_verified_address_in_any_case(case, draft, dpo):
    letters.send(draft(to="Karl@Proovik.example"), by=dpo)
    assert Delivery.objects.exists()


@pytest.mark.parametrize("verified", ["", "other@proovik.example"])
def test_an_answer_goes_to_no_other_address(case, draft, dpo, verified):
    case.address = verified
    with pytest.raises(LetterRefused, match="only to the address that was shown"):
        letters.send(draft(), by=dpo)
    assert not Delivery.objects.exists()


def test_what_is_no_answer_may_go_before_identity_is_shown(case, draft, dpo):
    case.address = ""
    context = {"promised_on": "9 March", "due_on": "2 April"}
    letters.send(draft("acknowledgement", context=context), by=dpo)
    assert Delivery.objects.exists()


def test_a_draft_can_go_elsewhere_and_a_sent_letter_can_not(draft, dpo):
    letter = letters.readdress(draft(), to="other@proovik.example", by=dpo)
    assert Letter.objects.get().to == "other@proovik.example"
    letters.send(letter, by=dpo)
    with pytest.raises(LetterRefused, match="sent already"):
        letters.readdress(letter, to="third@proovik.example", by=dpo)


def test_a_letter_sent_from_its_page_is_saved_and_sent_by_its_case(case, draft, dpo):
    letter = draft()
    letters.send_from_its_page(letter, subject=letter.subject, body="New", revision=0, by=dpo)
    letter = Letter.objects.get()
    assert (letter.body, letter.status, case.sent) == ("New", "queued", 1)


@pytest.mark.parametrize("body", ["Mine", None])
def test_a_letter_that_another_changed_is_not_sent_from_an_old_page(case, draft, dpo, body):
    letter = draft()
    letters.edit(Letter.objects.get(), subject=letter.subject, body="Yours", by=dpo)
    now = Letter.objects.get()
    with pytest.raises(SomebodyElseEdited):
        letters.send_from_its_page(
            now, subject=now.subject, body=body or now.body, revision=0, by=dpo
        )
    assert Letter.objects.get().status == Letter.Status.DRAFT


def test_why_a_letter_can_not_be_sent_is_said_in_words(case, draft, dpo):
    letter = draft("refusal")
    assert letters.why_not_send(letter) == ""
    case.why = "Not decided: access."
    assert letters.why_not_send(letter) == "Not decided: access."
    letter.body = "No."
    assert letters.why_not_send(letter).startswith("The letter must keep these passages")
