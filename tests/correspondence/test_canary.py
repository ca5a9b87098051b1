"""A8, V14.2: a person's name, address and words reach no log, no task, no subject, no error."""

import io
import logging

import pytest
import redis
from django.conf import settings as office
from django.core.mail import send_mail

from dpo_office.correspondence import tasks
from dpo_office.correspondence.models import Delivery
from dpo_office.correspondence.services import letters, outbox
from dpo_office.evidence.models import Event
from dpo_office.worklist.models import Finding

pytestmark = pytest.mark.usefixtures("own_database")
CANARY = "zzqcanary"


@pytest.fixture
def logged():
    """All that is logged by the office and its libraries at the chattiest level."""
    stream, root = io.StringIO(), logging.getLogger()
    handler, level = logging.StreamHandler(stream), root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    logging.getLogger("mail.log").propagate = False  # the test's own mail server
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.fixture
def letter(draft, dpo):
    context = {"name": f"Mr {CANARY}", "answer": f"text of {CANARY}"}
    letter = draft(to=f"{CANARY}@mail.example", to_name=f"Mr {CANARY}", context=context)
    return letters.send(letter, by=dpo)


@pytest.mark.parametrize(
    "answers",
    [
        {},
        {"RCPT": f"550 5.1.1 <{CANARY}@mail.example> unknown"},
        {"RCPT": f"450 <{CANARY}@mail.example> later"},
        {"DATA": f"554 {CANARY}@mail.example looks like spam"},
        {"DATA": f"250 queued for <{CANARY}@mail.example>"},
        {"MAIL": f"421 {CANARY}@mail.example"},
    ],
)
def test_whatever_the_server_says_no_log_and_no_error_names_the_person(
    sink, letter, logged, answers
):
    sink.answers = answers
    outbox.deliver(letter.delivery.pk)
    assert sink.tried == 1
    delivery = Delivery.objects.get()
    told = [delivery.last_error, delivery.answer, delivery.subject, str(delivery), str(letter)]
    told += [f.text for f in Finding.objects.all()] + [str(e.facts) for e in Event.objects.all()]
    assert CANARY not in "".join(told)
    assert CANARY not in logged.getvalue()


def test_a_task_carries_nothing_of_the_mail(letter):
    client = redis.Redis.from_url(office.REDIS_URL)
    client.flushdb()
    tasks.soon(letter.delivery)
    [message] = client.lrange("default", 0, -1)
    client.flushdb()
    assert b"correspondence.tasks.deliver_due" in message
    assert CANARY.encode() not in message


def test_a_sign_in_mail_leaves_no_trace_in_the_log(settings, profile, logged):
    settings.EMAIL_BACKEND = "dpo_office.correspondence.mail_backend.OutboxBackend"
    send_mail(CANARY, CANARY, None, [f"{CANARY}@mail.example"])
    assert Delivery.objects.get().secret
    assert CANARY not in logged.getvalue()
