"""Mail at the desk: dropped or pasted, logged as a case, recorded on one (P4.1, P5.1, F3)."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from dpo_office.correspondence.models import DroppedMail, Incoming, Letter
from dpo_office.correspondence.services import incoming
from dpo_office.evidence.models import EncryptedFile
from dpo_office.lib import doors
from dpo_office.parties.models import Customer
from dpo_office.worklist.models import Clock, Task
from requests_app.models import SubjectRequest
from requests_app.services import decision, identity, intake, mail_intake, redaction, replies
from requests_app.services.deadlines import legal_clock
from requests_app.services.mail_proposals import propose
from tests.requests_app.test_redaction import LATER
from tests.requests_app.test_the_desk import LIST, desk, page

__all__ = ["desk"]
MAILS = Path(__file__).parents[1] / "data" / "mails"
DROP = f"{LIST}mail/"
TALLINN = ZoneInfo("Europe/Tallinn")
HIDDEN = re.compile(r'name="(received_at_\d)" value="([^"]+)"')


def raw(name: str) -> bytes:
    return (MAILS / f"{name}.eml").read_bytes()


@pytest.fixture
def now() -> datetime:
    """A Monday after the mails of tests/data."""
    return datetime(2026, 11, 23, 12, 20, tzinfo=UTC)


@pytest.fixture(autouse=True)
def monday(time_machine, now):
    time_machine.move_to(now, tick=True)


def drop(client, content: bytes, **more):
    upload = SimpleUploadedFile("mail.eml", content, content_type="message/rfc822")
    return client.post(DROP, {"mail": upload, **more}, follow=True)


def filled(answer) -> dict:
    """The form as a browser would send it back untouched."""
    form = answer.context["form"]
    data = {}
    for field in form:
        value = field.value()
        if field.name == "received_at":
            local = value.astimezone(TALLINN)
            data |= {"received_at_0": f"{local:%Y-%m-%d}", "received_at_1": f"{local:%H:%M:%S}"}
        elif value not in (None, False):
            data[field.name] = value
    return data


def log(client, content: bytes, **changes):
    """Drop a mail and save the form as it was filled in."""
    answer = drop(client, content)
    return client.post(answer.redirect_chain[-1][0], filled(answer) | changes, follow=True)


def test_a_dropped_mail_fills_the_form(desk, profile):
    form = drop(desk, raw("plain")).context["form"]
    assert (form["name"].value(), form["email"].value()) == ("Maarit Näidis", "maarit@mail.example")
    assert form["rights"].value() == ["access", "erasure"]
    assert form["language"].value() == "et"
    assert form["received_at"].value() == datetime(2026, 11, 19, 14, 42, 10, tzinfo=UTC)
    assert form["words"].value().startswith("Tere")


def test_saving_it_as_it_is_opens_the_case_with_the_mail(desk, profile):
    answer = log(desk, raw("plain"))
    case = SubjectRequest.objects.get()
    assert answer.redirect_chain[-1][0] == page(case)
    assert case.received_at == datetime(2026, 11, 19, 14, 42, 10, tzinfo=UTC)
    message = Incoming.objects.about(case).get()
    assert (message.sender, message.received_at) == ("maarit@mail.example", case.received_at)
    assert EncryptedFile.objects.about(message).count() == 1
    assert not DroppedMail.objects.exists()


def test_the_clocks_run_from_what_the_form_says(desk, profile):
    """P5.1: a person corrects the proposal, and that counts."""
    answer = log(desk, raw("plain"), received_at_0="2026-11-18", received_at_1="09:00:00")
    assert "is logged" in answer.content.decode()
    assert str(Clock.objects.get(kind="promise").due_on) == "2026-11-25"


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("plain", "From the topmost line of a mail server"),
        ("forged_received", "From the mail&#x27;s own date"),
        ("forged_received", "A mail server&#x27;s line says Sun 22 Nov 2026 23:59"),
        ("forged_received", "another address: elsewhere@other.example"),
        ("html_only", "Veuillez supprimer"),
    ],
)
def test_the_form_says_what_it_rests_on_and_what_is_odd(desk, profile, name, sentence):
    assert sentence in drop(desk, raw(name)).content.decode()


def test_a_forged_line_does_not_move_the_clock(desk, profile):
    log(desk, raw("forged_received"))
    assert SubjectRequest.objects.get().received_at == datetime(2026, 11, 5, 8, tzinfo=UTC)


def test_hostile_mails_are_shown_and_kept_as_text(desk, profile):
    answer = drop(desk, raw("hostile"))
    text = answer.content.decode()
    assert "<svg onload" not in text
    assert "<script>alert" not in text
    logged = desk.post(answer.redirect_chain[-1][0], filled(answer), follow=True)
    assert "“run.exe” is of a type that is not taken here" in logged.content.decode()
    case = SubjectRequest.objects.get()
    assert [file.name for file in EncryptedFile.objects.about(case)] == ["passwd.pdf"]


def test_a_pasted_mail_is_read_as_well(desk, profile):
    text = (
        "Von: Lukas Brandt <lukas@mail.example>\nGesendet: Montag, 23. November 2026 10:12\n"
        "Betreff: Auskunft\n\nBitte geben Sie mir Auskunft über meine Daten."
    )
    answer = desk.post(DROP, {"source": text}, follow=True)
    form = answer.context["form"]
    assert (form["name"].value(), form["language"].value()) == ("Lukas Brandt", "de")
    assert form["rights"].value() == ["access"]
    assert form["received_at"].value() == datetime(2026, 11, 23, 8, 12, tzinfo=UTC)


def test_words_alone_leave_the_sender_to_be_typed(desk, profile):
    answer = desk.post(DROP, {"source": "Please delete my data."}, follow=True)
    assert answer.context["form"]["email"].value() == ""
    assert "this is now" in answer.content.decode()
    refused = desk.post(answer.redirect_chain[-1][0], filled(answer) | {"name": "", "email": ""})
    assert "This field is required" in refused.content.decode()
    assert "Please delete my data." in refused.content.decode()


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Drop a mail, or paste one."),
        ({"mail": SimpleUploadedFile("a.pdf", b"%PDF-1.4")}, "This is not a mail"),
        ({"mail": [SimpleUploadedFile("a.eml", b"a"), SimpleUploadedFile("b.eml", b"b")]},
         "One mail at a time"),
        ({"source": "From: a@b.example\nMIME-Version: 1\n" + "Content-Type: message/rfc822\n\n" * 300},
         "too many parts"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_and_what_was_pasted_stays(desk, profile, sent, sentence):
    text = desk.post(DROP, sent).content.decode()
    assert sentence in text
    assert sent.get("source", "")[:17] in text
    assert not DroppedMail.objects.exists()


def test_the_page_works_without_script(desk, profile):
    text = desk.get(DROP).content.decode()
    assert 'type="file" name="mail"' in text
    assert 'enctype="multipart/form-data"' in text


@pytest.mark.parametrize("url", [LIST, f"{LIST}add/"])
def test_mails_are_dropped_on_the_list_and_beside_the_form(desk, profile, url):
    assert f'action="{DROP}"' in desk.get(url).content.decode()


def test_who_may_not_log_sees_no_place_to_drop(auditor, admin_of, profile):
    client = admin_of(auditor)
    assert DROP not in client.get(LIST).content.decode()
    assert client.get(DROP).status_code == 403


def test_a_mail_that_is_gone_is_not_found(desk, profile):
    assert desk.get(f"{DROP}999/").status_code == 404


def test_a_mail_that_lay_too_long_is_told(desk, profile, time_machine, now):
    url = drop(desk, raw("plain")).redirect_chain[-1][0]
    time_machine.move_to(now + timedelta(minutes=29))
    EncryptedFile.objects.update(expires_at=now + timedelta(minutes=1))
    assert "lay here for too long" in desk.get(url, follow=True).content.decode()


def test_a_person_whom_we_know_is_said(desk, log_of):
    log_of(email="maarit@mail.example", name="Maarit Tamm")
    text = drop(desk, raw("plain")).content.decode()
    assert "We know this address as Maarit Tamm." in text


@pytest.fixture
def log_of(db, profile, dpo, now):
    def _log(**changes) -> SubjectRequest:
        ordinary = {
            "name": "Maarit Näidis",
            "email": "maarit@mail.example",
            "rights": ["access"],
            "received_at": now - timedelta(days=3),
            "by": dpo,
            "now": now - timedelta(days=3),
        }
        return intake.log_request(**{**ordinary, **changes})

    return _log


def test_a_customer_that_the_mail_names_is_proposed(desk, profile):
    bakery = Customer.objects.create(name="Bakery", website="https://www.bakery.example/")
    mail = raw("forged_received") + b"\nIt is about www.bakery.example.\n"
    answer = drop(desk, mail)
    assert answer.context["form"]["customer"].value() == bakery.pk
    desk.post(answer.redirect_chain[-1][0], filled(answer))
    assert SubjectRequest.objects.get().subject.customer == bakery


def test_the_customer_of_a_known_person_is_proposed(desk, log_of):
    bakery = Customer.objects.create(name="Bakery")
    log_of(customer=bakery, tie="end_user")
    assert drop(desk, raw("plain")).context["form"]["customer"].value() == bakery.pk


def test_open_cases_of_the_same_person_are_shown_before_saving(desk, log_of):
    open_, ended = log_of(), log_of()
    decision.decide_all(ended, outcome="withdrawn", reasons="Rang.", by=ended.handler)
    text = drop(desk, raw("plain")).content.decode()
    assert f"Record on {open_.reference}" in text
    assert ended.reference not in text


def test_one_click_records_it_there_instead(desk, log_of):
    case = log_of()
    answer = drop(desk, raw("plain"))
    row = answer.context["candidates"][0]
    sent = dict(HIDDEN.findall(answer.content.decode().split(row["record"])[1]))
    text = desk.post(row["record"], sent, follow=True).content.decode()
    assert f"The mail is recorded on {case.reference}." in text
    assert Incoming.objects.about(case).get().sender == "maarit@mail.example"
    assert SubjectRequest.objects.count() == 1


def test_the_same_mail_is_not_logged_twice(desk, profile):
    log(desk, raw("plain"))
    case = SubjectRequest.objects.get()
    answer = drop(desk, raw("plain"))
    text = answer.content.decode()
    assert "This very mail is recorded already" in text
    assert page(case) in text
    desk.post(answer.redirect_chain[-1][0], filled(answer))
    assert SubjectRequest.objects.count() == 1
    assert Incoming.objects.count() == 1


def test_a_form_sent_twice_opens_one_case(desk, profile):
    answer = drop(desk, raw("plain"))
    url, form = answer.redirect_chain[-1][0], filled(answer)
    desk.post(url, form)
    assert desk.post(url, form).status_code == 302
    assert SubjectRequest.objects.count() == 1


def test_an_answer_to_our_letter_proposes_its_case(desk, log_of, dpo, now):
    case = log_of(email="other@mail.example")
    letter = identity.ask(case, doubt="New.", needed="The old one.", by=dpo, now=now)
    mail = raw("reply").replace(b"<OUR-LETTER@office.example>", letter.delivery.message_id.encode())
    row = drop(desk, mail).context["candidates"][0]
    assert (row["case"], str(row["why"])) == (case, "it answers or names this case")
    assert row["waits"] is True


@pytest.mark.parametrize("place", [b"Subject: Re: SR", b"It is the account"])
def test_a_mail_that_names_a_case_proposes_it(desk, log_of, place):
    case = log_of(email="other@mail.example")
    named = raw("reply").replace(place, place + f" {case.reference}".encode())
    assert drop(desk, named).context["candidates"][0]["case"] == case


def test_a_mail_in_the_thread_of_another_proposes_its_case(desk, profile):
    log(desk, raw("plain"))
    Incoming.objects.update(sender="x@mail.example")
    dropped = drop(desk, raw("reply").replace(b"maarit@", b"another@"))
    assert dropped.context["candidates"][0]["case"] == SubjectRequest.objects.get()


@pytest.fixture
def came(dpo):
    """Record a mail on a case."""

    def _came(case, name="reply", *, now, **more) -> Incoming:
        dropped = incoming.drop(raw(name), by=dpo, now=now)
        with incoming.arrived(dropped, now=now) as arrived:
            words = {"received_at": now, "by": dpo, "now": now} | more
            return mail_intake.record_mail(case, arrived, **words)

    return _came


def test_their_answer_lets_the_deadline_run_from_when_it_came(desk, log_of, came, dpo, now):
    """EDPB Guidelines 01/2022, 5.3: the days that we waited, not those until somebody looked."""
    case = log_of()
    identity.ask(case, doubt="New.", needed="Old.", by=dpo, now=now - timedelta(days=2))
    at = now - timedelta(days=1)
    came(case, now=now, received_at=at, answer_came=True)
    assert legal_clock(case).pauses.get().answered_at == at


def test_on_the_case_a_click_says_that_the_answer_came(desk, log_of, dpo, now):
    case = log_of()
    identity.ask(case, doubt="New.", needed="Old.", by=dpo, now=now - timedelta(days=2))
    answer = drop(desk, raw("reply"), case=case.pk)
    assert answer.redirect_chain[-1][0].startswith(f"{LIST}{case.pk}/mail/")
    assert "Their answer came" in answer.content.decode()
    desk.post(answer.redirect_chain[-1][0], filled(answer) | {"answer_came": "on",
              "received_at_0": "2026-11-22"})  # fmt: skip
    assert legal_clock(case).pauses.get().answered_at is not None


def test_a_mail_is_pasted_on_a_case_as_well(desk, log_of):
    case = log_of()
    url = f"{DROP}?case={case.pk}"
    assert f'name="case" value="{case.pk}"' in desk.get(url).content.decode()
    text = raw("reply").decode()
    answer = desk.post(url, {"source": text, "case": case.pk}, follow=True)
    desk.post(answer.redirect_chain[-1][0], filled(answer))
    assert Incoming.objects.about(case).get().message_id == "<reply-1@mail.example>"


def test_what_came_before_we_asked_is_no_answer(desk, log_of, dpo, now):
    case = log_of()
    identity.ask(case, doubt="New.", needed="Old.", by=dpo, now=now)
    answer = drop(desk, raw("reply"), case=case.pk)
    sent = filled(answer) | {"answer_came": "on"}
    text = desk.post(answer.redirect_chain[-1][0], sent).content.decode()
    assert "It came before we asked" in text
    assert not Incoming.objects.exists()


def test_a_case_that_waits_for_nothing_is_not_asked(desk, log_of):
    case = log_of()
    assert "Their answer came" not in drop(desk, raw("reply"), case=case.pk).content.decode()


def test_the_thread_shows_both_directions_newest_first(desk, log_of, came, dpo, now):
    case = log_of()
    identity.ask(case, doubt="New.", needed="Old.", by=dpo, now=now - timedelta(days=1))
    came(case, "plain", now=now)
    text = desk.get(page(case)).content.decode()
    thread = text.split("Letters and mail")[1]
    assert thread.index("From Maarit Näidis") < thread.index("Question about identity")
    assert "saatke mulle koopia" in thread
    assert "Message recorded, its original kept" in text


def test_a_closed_case_takes_the_mail_and_its_handler_a_task(log_of, came, dpo, now):
    case = log_of()
    decision.decide_all(case, outcome="withdrawn", reasons="Rang.", by=dpo)
    case.refresh_from_db()
    came(case, now=now)
    task = Task.objects.about(case).get()
    assert (task.title, task.owner) == ("Read the mail that came after the end", dpo)
    assert Incoming.objects.about(case).exists()


def test_the_handler_is_told_of_what_a_colleague_recorded(log_of, came, staff, dpo, now):
    case = log_of()
    came(case, now=now, by=staff)
    assert Task.objects.about(case).get().owner == dpo


def test_the_handler_who_recorded_it_is_not_told(log_of, came, dpo, now):
    case = log_of()
    came(case, now=now)
    assert not Task.objects.about(case).exists()


@pytest.fixture
def redacted(log_of, dpo, now):
    case = log_of(received_at=now - LATER, now=now - LATER)
    at = now - LATER + timedelta(hours=1)
    decision.decide_all(case, outcome="withdrawn", reasons="Rang.", by=dpo)
    SubjectRequest.objects.filter(pk=case.pk).update(closed_at=at)
    assert redaction.redact(case.pk, now=now)
    case.refresh_from_db()
    return case


def test_a_redacted_case_that_holds_a_message_is_named(redacted, came, now):
    """F5: the nightly question finds what a redaction would have left."""
    SubjectRequest.objects.filter(pk=redacted.pk).update(status="ended", redacted_at=None)
    came(SubjectRequest.objects.get(pk=redacted.pk), now=now)
    SubjectRequest.objects.filter(pk=redacted.pk).update(status="redacted", redacted_at=now)
    broken = doors.invariants.get("requests_redacted").broken()
    assert f"{redacted.reference}: redacted, but a message is not" in broken


def test_a_redacted_case_refuses_and_proposes_a_new_one(desk, redacted):
    answer = drop(desk, raw("reply"), case=redacted.pk)
    text = answer.content.decode()
    assert "log the mail as a new case" in text
    assert f"{DROP}{DroppedMail.objects.get().pk}/" in text
    sent = {"received_at_0": "2026-11-23", "received_at_1": "10:00:00"}
    refused = desk.post(answer.redirect_chain[-1][0], sent).content.decode()
    assert "log the mail as a new case" in refused
    assert not Incoming.objects.exists()
    assert "drop-mail" not in desk.get(page(redacted)).content.decode()


def test_a_mail_that_names_a_redacted_case_says_so(desk, redacted):
    named = raw("reply").replace(b"Subject: Re: SR", f"Subject: {redacted.reference}".encode())
    text = drop(desk, named).content.decode()
    assert "log the mail as a new case" in text
    assert f"Record on {redacted.reference}" not in text


@pytest.mark.parametrize(
    ("day", "sentence"), [("2999-01-01", "lies in the future"), ("1999-01-01", "Check the year")]
)
def test_an_impossible_receipt_is_refused(desk, log_of, day, sentence):
    answer = drop(desk, raw("reply"), case=log_of().pk)
    sent = filled(answer) | {"received_at_0": day}
    assert sentence in desk.post(answer.redirect_chain[-1][0], sent).content.decode()


def test_files_of_a_later_mail_go_to_the_case(log_of, came, now):
    case = log_of()
    came(case, "hostile", now=now)
    assert [file.name for file in EncryptedFile.objects.about(case)] == ["passwd.pdf"]


def test_staff_records_mails_but_does_not_say_what_they_answer(staff, admin_of, log_of, dpo, now):
    """F3."""
    case = log_of()
    identity.ask(case, doubt="New.", needed="Old.", by=dpo, now=now - timedelta(days=2))
    client = admin_of(staff)
    answer = drop(client, raw("reply"), case=case.pk)
    assert "Their answer came" not in answer.content.decode()
    client.post(answer.redirect_chain[-1][0], filled(answer) | {"answer_came": "on"})
    assert legal_clock(case).pauses.get().answered_at is None
    assert Incoming.objects.about(case).exists()


def test_an_auditor_reads_that_something_came_but_not_from_whom(
    auditor, admin_of, log_of, came, now
):
    """F3."""
    case = log_of()
    message = came(case, "plain", now=now)
    client = admin_of(auditor)
    url = reverse("admin:correspondence_incoming_change", args=[message.pk])
    for path in (page(case), url, reverse("admin:correspondence_incoming_changelist")):
        text = client.get(path).content.decode()
        assert "Maarit" not in text
        assert "koopia" not in text
        assert "essage" in text


def test_the_page_of_a_message_shows_it_with_its_original(desk, log_of, came, now):
    message = came(log_of(), "plain", now=now)
    text = desk.get(reverse("admin:correspondence_incoming_change", args=[message.pk])).content
    assert "Message from Maarit Näidis" in text.decode()
    assert "mail.eml" in text.decode()
    assert message.sha256 in text.decode()


@pytest.mark.parametrize(("word", "found"), [("maarit@mail.example", 1), ("MAARIT@mail.example", 1),
                                             ("maarit", 0)])  # fmt: skip
def test_messages_are_found_by_the_whole_address(desk, log_of, came, now, word, found):
    came(log_of(), now=now)
    url = reverse("admin:correspondence_incoming_changelist")
    assert desk.get(url, {"q": word}).context["cl"].result_count == found
    assert desk.get(url, {"channel": "mail"}).context["cl"].result_count == 1


def test_proposals_cost_the_same_however_many_cases_there_are(
    log_of, dpo, now, django_assert_max_num_queries
):
    for number in range(12):
        log_of(email=f"p{number}@mail.example")
    dropped = incoming.drop(raw("plain"), by=dpo, now=now)
    with django_assert_max_num_queries(12):
        propose(dropped, now=now)


def test_a_letter_that_is_not_sent_stands_in_the_thread(desk, log_of, dpo):
    case = log_of()
    decision.decide_all(case, outcome="nothing_held", by=dpo)
    replies.draft_answer(case, by=dpo)
    assert Letter.objects.about(case).drafts().exists()
    assert "not sent" in desk.get(page(case)).content.decode()
