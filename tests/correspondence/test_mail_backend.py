"""Sign-in mails go through the outbox as well: nothing mails inside a request."""

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection, send_mail
from django.db import transaction

from dpo_office import settings as office
from dpo_office.correspondence.models import Delivery
from dpo_office.correspondence.refusals import LetterRefused
from dpo_office.correspondence.services import letters, messages

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _outbox(settings, profile):
    settings.EMAIL_BACKEND = office.EMAIL_BACKEND


def test_django_s_mails_become_rows():
    assert send_mail("Code", "Your code is 1234", None, ["ann@office.example"]) == 1
    delivery = Delivery.objects.get()
    assert delivery.to == "ann@office.example"
    assert delivery.urgent
    assert b"Your code is 1234" in messages.built(delivery)


def test_whoever_reads_the_database_reads_no_code(settings):
    send_mail("Code", "Your code is 1234", None, ["ann@office.example"])
    delivery = Delivery.objects.get()
    assert "1234" not in delivery.body
    settings.FILES_KEY = "another"
    with pytest.raises(ValueError, match="sealed by another key"):
        messages.built(delivery)


def test_a_mail_to_two_people_is_two_mails():
    send_mail("Code", "x", None, ["ann@office.example", "bo@office.example"])
    assert Delivery.objects.count() == 2


def test_a_recipient_with_a_name_is_reached():
    send_mail("Code", "x", None, ["Ann Kask <ann@office.example>"])
    assert Delivery.objects.get().to == "ann@office.example"


def test_a_mail_of_a_request_that_failed_is_never_sent():
    with transaction.atomic():
        send_mail("Code", "x", None, ["ann@office.example"])
        transaction.set_rollback(True)
    assert not Delivery.objects.exists()


def test_only_the_text_of_a_mail_is_taken():
    message = EmailMultiAlternatives("Code", "Text", None, ["ann@office.example"])
    message.attach_alternative("<img src=https://tracker.example>", "text/html")
    get_connection().send_messages([message])
    assert b"tracker" not in messages.built(Delivery.objects.get())


def test_a_subject_with_a_line_break_is_refused():
    """V1.3.11."""
    with pytest.raises(LetterRefused):
        get_connection().send_messages(
            [EmailMultiAlternatives("A\nBcc: x@y.example", "Text", None, ["ann@office.example"])]
        )


def test_a_mail_s_headers_say_who_what_and_that_a_machine_wrote(mail):
    delivery = mail()
    head = messages.built(delivery).decode()
    assert "From: Conversion <privacy@localhost>" in head
    assert f"Message-ID: {delivery.message_id}" in head
    assert "Auto-Submitted: auto-generated" in head
    assert messages.built(delivery) == messages.built(Delivery.objects.get())


def test_a_letter_by_a_person_is_not_marked_as_automatic(draft, dpo):
    letter = letters.send(draft(), by=dpo)
    built = messages.built(letter.delivery)
    assert b"Auto-Submitted" not in built
    assert b"Content-Language: en" in built
    assert b'filename="letter.pdf"' in built
    assert messages.built(letter.delivery) == built
