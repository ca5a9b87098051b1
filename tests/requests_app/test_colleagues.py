"""Colleagues without account: asked by mail, answered by a one-time link, write-only (F1, F7)."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from dpo_office.correspondence.models import Delivery
from dpo_office.correspondence.refusals import LetterRefused
from dpo_office.correspondence.services import messages
from dpo_office.evidence.models import EncryptedFile, Event
from dpo_office.evidence.services import files
from dpo_office.organisation.models import OneTimeLink
from dpo_office.worklist.models import Errand
from dpo_office.worklist.refusals import TaskRefused
from dpo_office.worklist.services import digests, errands, people, tasks
from requests_app.services import colleagues, decision, redaction
from tests.requests_app.test_redaction import LATER, words_everywhere
from tests.requests_app.test_the_desk import desk, page, take

__all__ = ["desk"]
pytestmark = pytest.mark.django_db
OPENED = "/p/opened/"
WORDS = "Which invoices of customer 17 name a Mrs Kanarik?"


@pytest.fixture(autouse=True)
def _forget_limits():
    cache.clear()


@pytest.fixture
def ask(logged, dpo):
    def _ask(case=logged, **changes) -> Errand:
        words = {"to": "sales@office.example", "words": WORDS, "due_on": people.today()}
        return colleagues.ask(case, **{**words, "by": dpo, **changes})

    return _ask


def address(errand: Errand) -> str:
    """The path of the newest link, as the mail has it."""
    mail = Delivery.objects.filter(key__startswith=f"errand:{errand.pk}:").order_by("-pk").first()
    text = messages.built(mail).decode()
    return "/p/" + text.split("/p/")[1].split("/")[0] + "/"


def opened(errand: Errand) -> Client:
    """A browser in which the colleague has pressed the button."""
    client = Client()
    assert client.post(address(errand))["Location"] == OPENED
    return client


def test_the_mail_holds_nothing_of_the_case(ask):
    """A8: neither words nor a person; the link is sealed until it leaves."""
    errand = ask()
    mail = Delivery.objects.get(key=f"errand:{errand.pk}:0")
    text = messages.built(mail).decode()
    assert mail.to == "sales@office.example"
    assert "invoices" not in text + mail.subject
    assert "Maarit" not in text + mail.subject
    assert "/p/" not in mail.body
    assert mail.secret


def test_the_page_shows_the_words_and_nothing_else_of_the_case(ask, logged):
    text = opened(ask()).get(OPENED).content.decode()
    assert "Mrs Kanarik" in text
    for other in (logged.reference, "Maarit", "maarit@", "access"):
        assert other not in text


def test_the_page_runs_no_script_and_looking_opens_nothing(ask):
    errand = ask()
    shut = Client().get(address(errand))
    assert "Kanarik" not in shut.content.decode()
    answer = opened(errand).get(OPENED)
    for rule in ("script-src 'none'", "default-src 'none'"):
        assert rule in answer["Content-Security-Policy"]
    assert "<script" not in answer.content.decode()


def test_the_answer_appears_on_the_case_with_its_files(ask, logged, desk):
    errand = ask()
    upload = SimpleUploadedFile("list.txt", b"Invoice 4 and 9")
    answer = opened(errand).post(OPENED, {"text": "Invoices 4 and 9.", "files": [upload]})
    assert "Thank you" in answer.content.decode()
    errand.refresh_from_db()
    assert (errand.status, errand.task.status) == ("answered", "done")
    assert EncryptedFile.objects.about(logged).get().name == "list.txt"
    text = desk.get(page(logged)).content.decode()
    assert "Invoices 4 and 9." in text
    assert "list.txt" in text


def test_whoever_handles_the_case_is_told_and_so_is_their_deputy(ask, dpo, logged):
    errands.answer(ask(), text="None.", now=timezone.now())
    assert f"Colleagues answered (1)\n- {logged.reference}, Answer of" in digests.items_for(
        dpo, timezone.now()
    )


def test_an_answer_is_given_once(ask):
    errand = ask()
    first = opened(errand)
    first.post(OPENED, {"text": "None."})
    again = first.post(OPENED, {"text": "Some after all."})
    assert again.status_code == 404
    assert "Some after all." in again.content.decode()  # to be copied: nothing typed is lost
    assert Client().get(address(errand)).status_code == 404
    with pytest.raises(TaskRefused, match="answered already"):
        errands.answer(Errand.objects.get(), text="More", now=timezone.now())


def test_the_colleague_may_come_back_until_the_answer_is_given(ask):
    errand = ask()
    opened(errand)
    assert "Kanarik" in opened(errand).get(OPENED).content.decode()


@pytest.mark.parametrize("sent", [{}, {"text": "  "}])
def test_an_empty_answer_is_refused_with_a_sentence(ask, sent):
    text = opened(ask()).post(OPENED, sent).content.decode()
    assert "Write your answer, or add a file." in text
    assert Errand.objects.get().status == "waits"


def test_a_file_that_is_not_taken_loses_no_word(ask):
    upload = SimpleUploadedFile("run.exe", b"MZ\x90")
    sent = {"text": "Here it is.", "files": [upload]}
    text = opened(ask()).post(OPENED, sent).content.decode()
    assert "run.exe" in text
    assert "Here it is." in text
    assert Errand.objects.get().status == "waits"


def test_hostile_words_are_shown_as_text(ask, desk, logged):
    errand = ask(words="<script>alert(1)</script>")
    client = opened(errand)
    assert "<script>" not in client.get(OPENED).content.decode()
    client.post(OPENED, {"text": '"><svg onload=alert(2)>'})
    assert "<svg onload" not in desk.get(page(logged)).content.decode()


def test_a_file_for_the_colleague_is_handed_out_and_no_other(ask, logged, dpo):
    uploads = [SimpleUploadedFile("for-you.txt", b"hello"), SimpleUploadedFile("not.txt", b"no")]
    with files.taken_in(uploads, errands.ENCLOSED) as (mine, other):
        errand = ask(enclosed=[mine])
        files.keep([other], about=logged, by=dpo, now=timezone.now())
    client = opened(errand)
    assert f"?file={mine.pk}" in client.get(OPENED).content.decode()
    answer = client.get(OPENED, {"file": mine.pk})
    assert b"".join(answer.streaming_content) == b"hello"
    assert answer["Content-Disposition"].startswith("attachment")
    for wrong in (other.pk, "1; x", "9" * 30):
        assert client.get(OPENED, {"file": wrong}).status_code == 404


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"to": "somebody@mail.example"}, "mail.example is not the company's"),
        ({"to": "somebody@evil.office.example"}, "is not the company's"),
        ({"words": " "}, "Say what the colleague has to do"),
    ],
)
def test_what_cannot_be_asked_is_refused(ask, changes, sentence):
    with pytest.raises(TaskRefused, match=sentence):
        ask(**changes)
    assert not Errand.objects.exists()


def test_more_refusals(ask, profile, logged, dpo):
    with pytest.raises(TaskRefused, match="That day is over"):
        ask(due_on=people.today() - timedelta(days=1))
    with pytest.raises(LetterRefused, match="no"):
        ask(to="nobody")
    with pytest.raises(ValidationError, match="longer than"):
        ask(words="x" * (errands.LONGEST + 1))
    profile.mail_domains = []
    profile.save()
    with pytest.raises(ValidationError, match="mail domains"):
        ask()
    decision.decide_all(logged, outcome="withdrawn", reasons="Rang.", by=dpo)
    with pytest.raises(ValidationError, match="closed"):
        ask(case=logged)


def test_so_many_at_once_and_no_more(ask, monkeypatch):
    monkeypatch.setattr(errands, "MOST_OPEN", 2)
    ask()
    ask()
    with pytest.raises(ValidationError, match="2 colleagues are asked already"):
        ask()


def test_the_desk_asks_reminds_and_withdraws(desk, logged):
    words = {"to": "sales@office.example", "words": WORDS, "due_on": f"{people.today()}"}
    assert (
        "sales@office.example is asked"
        in take(desk, logged, "ask_colleague", **words).content.decode()
    )
    errand = Errand.objects.get()
    first = address(errand)
    assert "A new link" in take(desk, logged, f"remind_colleague-{errand.pk}").content.decode()
    assert Client().get(first).status_code == 404
    step = f"withdraw_question-{errand.pk}"
    assert "withdrawn" in take(desk, logged, step, reason="Found it.").content.decode()
    errand.refresh_from_db()
    assert (errand.status, errand.task.status) == ("withdrawn", "dropped")
    assert Client().get(address(errand)).status_code == 404
    again = take(desk, logged, f"remind_colleague-{errand.pk}").content.decode()
    assert "not needed any more" in again


def test_the_files_of_a_question_are_chosen_in_its_form(desk, logged):
    upload = SimpleUploadedFile("for-you.txt", b"hello")
    words = {"to": "sales@office.example", "words": WORDS, "due_on": f"{people.today()}"}
    take(desk, logged, "ask_colleague", **words, files=[upload])
    assert EncryptedFile.objects.about(Errand.objects.get()).get().name == "for-you.txt"


def test_an_errand_of_another_case_is_not_found(desk, log, ask):
    other = log(email="other@mail.example")
    errand = ask(case=other)
    first = log(email="third@mail.example")
    for step in ("remind_colleague-x", f"remind_colleague-{errand.pk}"):
        assert take(desk, first, step).status_code == 404


def test_a_task_finished_by_hand_ends_the_link(ask, dpo):
    errand = ask()
    tasks.finish(errand.task, by=dpo)
    assert Client().get(address(errand)).status_code == 404
    errand.refresh_from_db()
    assert errand.status == "withdrawn"


def test_the_end_of_a_case_ends_what_was_asked(ask, logged, dpo):
    ask()
    decision.decide_all(logged, outcome="withdrawn", reasons="Rang.", by=dpo)
    assert Errand.objects.get().status == "withdrawn"
    assert not OneTimeLink.objects.filter(uses_left__gt=0).exists()


def test_a_link_that_is_over_opens_nothing(ask, time_machine):
    errand = ask()
    time_machine.move_to(errand.expires_at + timedelta(minutes=1))
    assert Client().get(address(errand)).status_code == 404


def test_a_colleague_is_reminded_once_by_the_sweep(ask, now):
    ask(now=now - timedelta(days=1))
    assert errands.remind_next(now)
    assert not errands.remind_next(now)
    assert Delivery.objects.filter(key__startswith="errand:").count() == 2


def test_nobody_is_reminded_of_what_is_far_or_was_asked_just_now(ask, now):
    ask()
    ask(due_on=people.today() + timedelta(days=9), now=now - timedelta(days=1))
    assert not errands.remind_next(now)


def test_the_trail_tells_it_without_words_or_names(ask, logged):
    errands.answer(ask(), text="Mrs Kanarik has none.", now=timezone.now())
    told = Event.objects.about_any(logged).filter(kind__startswith="errand")
    assert {event.kind for event in told} == {"errand.asked", "errand.came_back"}
    assert "Kanarik" not in str([event.facts for event in told])


def test_redaction_empties_question_answer_and_files(ask, logged, dpo, now):
    """F5."""
    upload = SimpleUploadedFile("for-you.txt", b"hello")
    with files.taken_in([upload], errands.ENCLOSED) as enclosed:
        errand = ask(enclosed=enclosed)
    errands.answer(errand, text="Mrs Kanarik has none.", now=timezone.now())
    decision.decide_all(logged, outcome="withdrawn", reasons="Rang.", by=dpo)
    assert redaction.redact(logged.pk, now=now + LATER)
    assert "kanarik" not in words_everywhere().casefold()
    assert not EncryptedFile.objects.about(errand).exists()


def test_an_auditor_reads_neither_question_nor_answer(ask, logged, auditor, admin_of):
    """F3."""
    errands.answer(ask(), text="Mrs Kanarik has none.", now=timezone.now())
    assert "Kanarik" not in admin_of(auditor).get(page(logged)).content.decode()
