"""What customers tell us: taken down by hand, or written behind their link (Art. 28(3)(a), A10)."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dpo_office.evidence.models import EncryptedFile
from dpo_office.organisation.models import OneTimeLink
from dpo_office.worklist.models import Clock
from requests_app.models import Instruction
from requests_app.part_invariants import PartsRunOrEnd
from requests_app.services import instructions, part_endings, redaction
from tests.requests_app.parts_cast import letters_to, link_in, open_door

__all__ = ["open_door"]
pytestmark = pytest.mark.django_db
OPENED = "/p/opened/"


@pytest.fixture
def take_down(passed, dpo):
    def _take_down(**changes) -> Instruction:
        ordinary = {
            "kind": "act",
            "words": "Erase all her chats.",
            "given_by": "R. Baker",
            "channel": "phone",
            "by": dpo,
        }
        return instructions.take_down(passed, **(ordinary | changes))

    return _take_down


@pytest.fixture
def door(passed, bakery) -> Client:
    """The customer's browser, behind its link."""
    client = Client()
    assert client.post(link_in(letters_to(bakery)[0])).url == OPENED
    return client


def words(**changes) -> dict:
    return {"kind": "act", "words": "Send us a copy.", "given_by": "R. Baker"} | changes


def test_an_instruction_by_phone_says_who_when_how_and_starts_its_clock(take_down, passed, now):
    told = take_down(given_at=now - timedelta(hours=2))
    assert (told.given_by, told.channel, told.words) == (
        "R. Baker",
        "phone",
        "Erase all her chats.",
    )
    assert passed.status == "instructed"
    (clock,) = Clock.objects.about(passed).running()
    assert clock.rule_id == "customer_instruction"


def test_a_second_instruction_stands_beside_the_first(take_down, passed):
    take_down()
    take_down(words="The orders as well.")
    assert passed.instructions.count() == 2
    assert PartsRunOrEnd().broken() == []


def test_a_customer_that_answers_itself_ends_its_part(take_down, passed):
    take_down(kind="customer_answers", words="")
    assert passed.status == "customer_answers"
    assert not Clock.objects.about(passed).running().exists()


def test_what_was_carried_out_is_told_to_the_customer(take_down, passed, bakery, dpo):
    take_down()
    part_endings.done(passed, what="312 messages erased.", by=dpo)
    assert passed.status == "done"
    letter = letters_to(bakery)[-1]
    assert letter.version.template.key == "part_done"
    assert "312 messages erased." in letter.body


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"words": " "}, "Say what is to be done"),
        ({"given_by": " "}, "cannot be blank"),
        ({"channel": "pigeon"}, "not a valid choice"),
        ({"kind": "sing"}, "not a valid choice"),
    ],
)
def test_an_instruction_that_cannot_be_is_refused(take_down, passed, wrong, sentence):
    with pytest.raises(ValidationError, match=sentence):
        take_down(**wrong)
    passed.refresh_from_db()
    assert passed.status == "passed_on"


def test_an_instruction_of_tomorrow_is_refused(take_down, now):
    with pytest.raises(ValidationError, match="lies in the future"):
        take_down(given_at=now + timedelta(days=1))


def test_nothing_is_taken_down_before_it_is_passed_on(form, bakery, dpo):
    with pytest.raises(ValidationError, match="not passed on yet"):
        instructions.take_down(form(bakery), kind="act", words="x", given_by="R.", by=dpo)


def test_nothing_is_carried_out_without_instruction(passed, dpo):
    with pytest.raises(ValidationError, match="not told us what to do"):
        part_endings.done(passed, what="All.", by=dpo)


def test_an_ended_part_takes_nothing_more(take_down, passed, dpo):
    part_endings.withdraw(passed, why="She rang.", by=dpo)
    with pytest.raises(ValidationError, match="This part has ended: withdrawn"):
        take_down()


def test_looking_at_the_link_changes_nothing(passed, bakery, client):
    """Mail scanners open links."""
    link = link_in(letters_to(bakery)[0])
    assert client.get(link).status_code == 200
    passed.refresh_from_db()
    assert (passed.receipt_at, passed.status) == (None, "passed_on")


def test_the_page_names_no_person_and_no_other_customer(door, passed, form, shoes):
    form(shoes)
    text = door.get(OPENED).content.decode()
    assert passed.request.reference in text
    assert "erasure" in text
    for secret in ("Maarit", "maarit@", "Fjellsko", "Please erase my chats"):
        assert secret not in text


def test_the_customer_confirms_receipt(door, passed):
    door.post(OPENED, {"receipt": "1"})
    passed.refresh_from_db()
    assert passed.receipt_at
    assert "You confirmed" in door.get(OPENED).content.decode()


def test_the_customer_writes_its_instruction_with_a_file(door, passed):
    paper = SimpleUploadedFile("order.pdf", b"%PDF-1.4\n%%EOF")
    text = door.post(OPENED, words(files=paper)).content.decode()
    assert "Thank you. We have kept it" in text
    told = passed.instructions.get()
    assert (told.channel, told.recorded_by, told.words) == ("link", None, "Send us a copy.")
    assert [file.name for file in told.files.all()] == ["order.pdf"]
    passed.refresh_from_db()
    assert passed.status == "instructed"


def test_the_customer_says_that_it_answers_itself(door, passed):
    door.post(OPENED, words(kind="customer_answers", words=""))
    passed.refresh_from_db()
    assert passed.status == "customer_answers"


def test_what_is_missing_is_said_and_nothing_typed_is_lost(door, passed):
    text = door.post(OPENED, words(given_by="")).content.decode()
    assert "This field is required" in text
    assert "Send us a copy." in text
    assert not passed.instructions.exists()


def test_an_empty_instruction_is_told_at_its_field(door):
    text = door.post(OPENED, words(words=" ")).content.decode()
    assert "Say what is to be done." in text


def test_a_file_that_may_not_be_is_refused_with_its_sentence(door, passed):
    script = SimpleUploadedFile("run.exe", b"MZ\x90\x00" + b"\0" * 64)
    text = door.post(OPENED, words(files=script)).content.decode()
    assert "Send us a copy." in text
    assert not passed.instructions.exists()
    assert not EncryptedFile.objects.exists()


def test_hostile_words_of_a_customer_are_text(door, passed, dpo, admin_of):
    door.post(OPENED, words(words="<script>alert(1)</script>", given_by='"><svg onload=x>'))
    page = reverse("admin:requests_app_subjectrequest_change", args=[passed.request.pk])
    for text in (admin_of(dpo).get(page).content.decode(), door.get(OPENED).content.decode()):
        assert "<script>alert(1)" not in text
        assert "<svg onload" not in text


def test_a_flood_of_instructions_is_stopped(door, passed, monkeypatch):
    monkeypatch.setattr(instructions, "MOST", 2)
    for _ in range(3):
        text = door.post(OPENED, words()).content.decode()
    assert "many instructions already" in text
    assert passed.instructions.count() == 2


def test_the_link_of_an_ended_part_opens_nothing(passed, bakery, dpo, client):
    link = link_in(letters_to(bakery)[0])
    part_endings.withdraw(passed, why="She rang.", by=dpo)
    assert client.get(link).status_code == 404
    assert client.post(link).status_code == 404


def test_a_page_that_is_open_says_when_all_is_done(door, passed, dpo):
    """It was opened before the part ended elsewhere; the pass of an ended link is over."""
    part_endings.withdraw(passed, why="She rang.", by=dpo)
    assert door.post(OPENED, words()).status_code == 404
    assert not passed.instructions.exists()


def test_the_link_can_be_used_again_until_its_day(passed, bakery, time_machine):
    link = link_in(letters_to(bakery)[0])
    for _ in range(2):
        assert Client().post(link).status_code == 302
    time_machine.move_to(timezone.now() + timedelta(days=31))
    assert Client().get(link).status_code == 404


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "A request of one of your end users"),
        ("et", "Teie lõppkasutaja taotlus"),
        ("fr", "un de vos utilisateurs finaux"),
        ("de", "Eine Anfrage, die Sie betrifft"),
    ],
)
def test_the_page_speaks_the_customers_language(passed, bakery, language, title):
    type(bakery).objects.filter(pk=bakery.pk).update(language=language)
    link, client = link_in(letters_to(bakery)[0]), Client()
    assert title in client.get(link).content.decode().replace("&#x27;", "'")
    client.post(link)
    text = client.get(OPENED).content.decode()
    assert title in text.replace("&#x27;", "'")
    assert f'<html lang="{language}">' in text


def test_the_page_has_the_strict_policy_and_no_script(door):
    answer = door.get(OPENED)
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "<script" not in answer.content.decode()


def test_a_link_of_another_part_is_not_reached_by_number(door, passed, form, shoes):
    """What the browser sends names no part: the pass alone does."""
    other = form(shoes)
    door.post(OPENED, words(part=str(other.pk), about=str(other.pk)))
    assert not other.instructions.exists()
    assert passed.instructions.count() == 1


def test_instructions_are_emptied_with_the_case(take_down, passed, dpo, now):
    """F5, and the case is held while the part runs."""
    told = take_down()
    assert redaction.held()
    case = passed.request
    running = type(case).objects.filter(redaction.held(), pk=case.pk)
    assert running.exists()
    part_endings.done(passed, what="Erased Maarit.", by=dpo)
    assert not running.exists()
    from requests_app.services import parts_emptied

    parts_emptied.empty(case, now=now)
    told.refresh_from_db()
    passed.refresh_from_db()
    assert (told.words, told.given_by, passed.words, passed.why_ended) == ("", "", "", "")


def test_only_a_digest_of_the_link_is_kept(passed, bakery):
    token = link_in(letters_to(bakery)[0]).split("/")[2]
    assert token not in str(list(OneTimeLink.objects.values()))
