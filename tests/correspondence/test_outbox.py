"""The outbox: at least once, nothing lost, at most one repeat where an answer is missing."""

import threading
from datetime import timedelta

import pytest
from django.db import transaction
from django.db.models import F

from dpo_office.correspondence.models import Delivery, Letter, MailServer
from dpo_office.correspondence.services import claims, letters, mail_server, outbox
from dpo_office.lib.clock import database_now
from dpo_office.worklist.models import Finding

pytestmark = pytest.mark.usefixtures("own_database")
State = Delivery.State


def after(**time):
    return database_now() + timedelta(**time)


def test_a_sent_letter_leaves_and_says_when_and_with_which_answer(sink, draft, dpo):
    letter = letters.send(draft(), by=dpo)
    assert sink.taken == []
    assert outbox.deliver(letter.delivery.pk)
    letter = Letter.objects.get()
    assert (letter.status, letter.delivery.state) == ("sent", State.SENT)
    assert letter.delivery.answer == "250 2.0.0 taken"
    assert letter.sent_at == letter.delivery.finished_at
    assert sink.message_ids == [letter.delivery.message_id]
    assert sink.recipients == ["karl@proovik.example"]


def test_nothing_mails_inside_a_transaction(sink, mail):
    delivery = mail()
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        outbox.deliver(delivery.pk)
    assert sink.tried == 0


def test_the_same_key_is_the_same_mail(mail):
    assert mail("digest:1") == mail("digest:1")
    assert Delivery.objects.count() == 1


def test_two_workers_at_once_send_once(sink, mail):
    delivery, sink.slow = mail(), 0.3
    took = []
    workers = [
        threading.Thread(target=lambda: took.append(outbox.deliver(delivery.pk))) for _ in range(2)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(took) == [False, True]
    assert len(sink.taken) == 1


def test_only_one_worker_at_a_time_empties_the_outbox(sink, mail):
    mail()
    assert mail_server.take_turn(urgent=False)
    assert outbox.drain(urgent=False, seconds=9) == 0
    assert mail_server.take_turn(urgent=True)
    mail_server.end_turn(urgent=False)
    assert outbox.drain(urgent=False, seconds=9) == 1


def test_the_turn_of_a_dead_worker_ends_by_itself(sink, mail):
    mail()
    assert mail_server.take_turn(urgent=False)
    MailServer.objects.update(busy_until=F("busy_until") - mail_server.TURN)
    assert outbox.drain(urgent=False, seconds=9) == 1


def test_a_worker_gives_others_their_turn_after_its_time(sink, mail):
    for number in range(3):
        mail(f"test:{number}")
    assert outbox.drain(urgent=False, seconds=0) == 0
    assert outbox.drain(urgent=False, seconds=9) == 3


def test_a_sent_mail_is_not_sent_again(sink, mail):
    delivery = mail()
    assert outbox.deliver(delivery.pk)
    assert not outbox.deliver(delivery.pk, now=after(days=1))
    assert len(sink.taken) == 1


@pytest.mark.parametrize("stage", ["RCPT", "DATA"])
def test_a_server_that_says_later_is_asked_later(sink, mail, stage):
    delivery, sink.answers = mail(), {stage: "451 4.7.1 greylisted, karl@proovik.example"}
    outbox.deliver(delivery.pk)
    delivery.refresh_from_db()
    assert sink.tried == 1
    assert delivery.state == State.QUEUED
    assert delivery.last_error == "The mail server can't take this mail now (451 4.7.1)."
    sink.answers = {}
    assert not outbox.deliver(delivery.pk)
    assert outbox.deliver(delivery.pk, now=after(minutes=2))
    assert len(sink.taken) == 1


def test_the_wait_grows_with_the_age_of_the_mail_up_to_an_hour(sink, mail):
    delivery, sink.answers = mail(), {"RCPT": "450 later"}
    for age, wait in [(4, 2), (60, 30), (2000, 60)]:
        now = delivery.created_at + timedelta(minutes=age)
        outbox.deliver(delivery.pk, now=now)
        delivery.refresh_from_db()
        assert delivery.next_try_at - now == timedelta(minutes=wait)


def test_after_three_days_of_later_the_mail_has_failed(sink, mail):
    delivery, sink.answers = mail(), {"RCPT": "450 later"}
    outbox.deliver(delivery.pk, now=after(days=4))
    delivery.refresh_from_db()
    assert delivery.state == State.FAILED


@pytest.mark.parametrize("stage", ["RCPT", "DATA"])
def test_a_refused_letter_has_failed_and_is_a_finding(sink, draft, dpo, stage):
    letter, sink.answers = letters.send(draft(), by=dpo), {stage: "550 5.1.1 <karl@x> unknown"}
    outbox.deliver(letter.delivery.pk)
    letter = Letter.objects.get()
    assert (letter.status, letter.delivery.state) == ("failed", State.FAILED)
    finding = Finding.objects.get()
    assert finding.about == letter
    assert finding.is_failure
    assert "karl" not in finding.text + letter.delivery.last_error


def test_a_failed_letter_tried_again_leaves_and_its_finding_is_resolved(sink, draft, dpo):
    letter, sink.answers = letters.send(draft(), by=dpo), {"RCPT": "550 unknown"}
    outbox.deliver(letter.delivery.pk)
    sink.answers = {}
    outbox.try_now(Delivery.objects.get(), by=dpo)
    outbox.deliver(letter.delivery.pk)
    assert Letter.objects.get().status == "sent"
    assert Finding.objects.get().status == "resolved"


@pytest.mark.parametrize("fault", ["deaf", "hangs_up"])
def test_without_an_answer_after_data_a_mail_is_unsure_and_repeated_once(
    sink, draft, dpo, settings, fault
):
    settings.SMTP_TIMEOUT = 0.3
    letter = letters.send(draft(), by=dpo)
    setattr(sink, fault, True)
    outbox.deliver(letter.delivery.pk)
    letter = Letter.objects.get()
    assert len(sink.taken) == 1
    assert (letter.status, letter.delivery.state) == ("unsure", State.UNSURE)

    setattr(sink, fault, False)
    assert not outbox.deliver(letter.delivery.pk)  # not before the stated wait
    assert outbox.deliver(letter.delivery.pk, now=after(seconds=settings.OUTBOX_UNSURE_WAIT + 1))
    letter = Letter.objects.get()
    assert (letter.status, letter.delivery.repeats) == ("sent", 1)
    assert sink.message_ids == [letter.delivery.message_id] * 2


def test_a_server_that_never_answers_gets_a_mail_twice_at_most(sink, mail, settings):
    settings.SMTP_TIMEOUT = 0.3
    delivery, sink.deaf = mail(), True
    for hours in range(4):
        outbox.deliver(delivery.pk, now=after(hours=hours))
    delivery.refresh_from_db()
    assert len(sink.taken) == 2
    assert delivery.state == State.FAILED
    assert Finding.objects.get().about == delivery


def test_mails_wait_while_the_server_is_down_for_an_hour_and_leave_when_it_is_back(
    sink, mail, settings
):
    up, settings.SMTP_URL = settings.SMTP_URL, "smtp://127.0.0.1:1"
    for number in range(3):
        mail(f"test:{number}")
    for minutes in range(60):
        now = after(minutes=minutes)
        if outbox.sweep(now):
            outbox.deliver_next(urgent=False, now=now)
    server = MailServer.objects.get()
    assert server.error == "The mail server can't be reached."
    assert Delivery.objects.filter(state=State.QUEUED).count() == 3
    assert Finding.objects.get().text == "No mail leaves: The mail server can't be reached."

    settings.SMTP_URL, now = up, after(minutes=61)
    assert outbox.sweep(now) == {False}
    while outbox.deliver_next(urgent=False, now=now):
        pass
    assert len(sink.taken) == 3
    assert Finding.objects.get().status == "resolved"
    assert MailServer.objects.get().away_since is None


def test_a_server_that_is_away_is_not_asked_for_every_mail(sink, mail):
    sink.answers = {"MAIL": "421 shutting down"}
    for number in range(3):
        outbox.deliver(mail(f"test:{number}").pk)
    assert sink.tried == 1
    assert set(Delivery.objects.values_list("state", flat=True)) == {State.QUEUED}


def test_a_kept_connection_that_the_server_ended_is_opened_again(sink, mail):
    outbox.deliver(mail("test:1").pk)
    sink.answers = {"MAIL": "421 idle too long"}
    second = mail("test:2")
    outbox.deliver(second.pk)
    assert sink.tried == 3  # once on the kept connection, once on a new one


def test_mails_share_one_connection(sink, mail):
    for number in range(5):
        outbox.deliver(mail(f"test:{number}").pk)
    assert len(sink.taken) == 5
    assert len(sink.sessions) == 1


def test_what_a_dead_worker_left_is_unsure_after_the_claims_life(mail, settings):
    delivery = mail()
    claims.claim(Delivery.objects.all(), database_now())
    outbox.sweep(after(seconds=settings.OUTBOX_CLAIM_LIFE - 5))
    delivery.refresh_from_db()
    assert delivery.state == State.SENDING
    outbox.sweep(after(seconds=settings.OUTBOX_CLAIM_LIFE + 5))
    delivery.refresh_from_db()
    assert delivery.state == State.UNSURE


def test_a_worker_thought_dead_can_still_say_that_it_sent_the_mail(mail):
    claimed = claims.claim(Delivery.objects.filter(pk=mail().pk), database_now())
    outbox.sweep(after(hours=1))
    assert Delivery.objects.get().state == State.UNSURE
    assert claims.sent(claimed, answer="250", now=database_now())
    assert Delivery.objects.get().state == State.SENT


def test_a_worker_thought_dead_does_not_undo_what_its_successor_found_out(mail):
    first = claims.claim(Delivery.objects.filter(pk=mail().pk), database_now())
    outbox.sweep(after(hours=1))
    second = claims.claim(Delivery.objects.all(), after(hours=2))
    claims.sent(second, answer="250", now=database_now())
    assert not claims.failed(first, words="late", now=database_now())
    assert Delivery.objects.get().state == State.SENT


def test_a_mail_that_kills_its_workers_is_given_up(mail, settings):
    mail()
    for day in range(5):
        claims.claim(Delivery.objects.all(), after(days=day))
        outbox.sweep(after(days=day, hours=1))
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.repeats) == (State.FAILED, 3)


def test_the_rate_cap_holds_over_all_mails(sink, mail, settings):
    settings.MAILS_PER_MINUTE = 60 * 20
    started = database_now()
    for number in range(5):
        outbox.deliver(mail(f"test:{number}").pk)
    last = Delivery.objects.latest("finished_at").finished_at
    assert last - started >= timedelta(seconds=4 / 20)


def test_a_mail_with_a_link_to_sign_in_loses_its_text_once_sent(sink, mail):
    outbox.deliver(mail(secret=True).pk)
    assert sink.taken[0].get_content().strip() == "Text"
    assert Delivery.objects.get().body == ""


def test_without_mail_server_and_demo_mails_wait_and_say_why(mail, settings):
    settings.SMTP_URL, settings.DEMO = "", False
    delivery = mail()
    outbox.deliver(delivery.pk)
    delivery.refresh_from_db()
    assert delivery.last_error == "No mail server is set (SMTP_URL)."
    assert Finding.objects.exists()


def test_with_an_unsafe_mail_server_mails_wait_and_say_why(mail, settings):
    settings.SMTP_URL = "smtp://user:secret@mail.example"
    outbox.deliver(mail().pk)
    delivery = Delivery.objects.get()
    assert delivery.last_error == "Connections that leave this machine need TLS."
    assert delivery.state == State.QUEUED


def test_with_a_folder_that_can_not_be_written_mails_wait_and_say_why(mail, settings, tmp_path):
    settings.SMTP_URL, settings.DEMO, settings.MAIL_FOLDER = "", True, tmp_path / "mails"
    settings.MAIL_FOLDER.write_text("a file is in the way")
    outbox.deliver(mail().pk)
    assert Delivery.objects.get().last_error == "The demo's folder can't be written."


def test_in_the_demo_a_mail_becomes_a_file(mail, settings, tmp_path):
    settings.SMTP_URL, settings.DEMO, settings.MAIL_FOLDER = "", True, tmp_path / "mails"
    delivery = mail()
    outbox.deliver(delivery.pk)
    [file] = settings.MAIL_FOLDER.iterdir()
    assert delivery.message_id in file.read_text()
    assert Delivery.objects.get().state == State.SENT
