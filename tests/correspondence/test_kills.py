"""Invariant 3: workers killed at each point of a mail's way; none lost, one repeat at most."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import timedelta

import pytest
import redis
from django.conf import settings as office
from kombu.exceptions import OperationalError

from dpo_office.correspondence import tasks
from dpo_office.correspondence.models import Delivery, MailServer
from dpo_office.correspondence.services import outbox
from dpo_office.lib.clock import database_now
from tests.databases import database_url

pytestmark = pytest.mark.usefixtures("own_database")
State = Delivery.State


@pytest.fixture
def broker(settings):
    """The broker of this process of the suite (tests.own_redis), emptied."""
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        client.flushdb()
        yield settings.REDIS_URL
        client.flushdb()


@contextmanager
def spoken_to(url):
    """This process sends its tasks there."""
    app = tasks.deliver_due.app
    before, app.conf.broker_url = app.conf.broker_url, url
    app._after_fork()  # forgets the connections to the other broker
    yield
    app.conf.broker_url = before
    app._after_fork()


@pytest.fixture
def worker(broker, sink):
    """Starts worker processes; what still lives at the end is stopped."""
    started = []

    def start(point=""):
        environment = {
            **os.environ,
            "DATABASE_URL": database_url(),
            "REDIS_URL": broker,
            "SMTP_URL": office.SMTP_URL,
        }
        command = [sys.executable, "-m", "tests.correspondence.dying_worker", point]
        process = subprocess.Popen(
            command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()


def until(true, seconds=120):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it never came about"
        time.sleep(0.05)


def state():
    return Delivery.objects.get().state


@pytest.mark.parametrize(
    ("point", "arrived"),
    [
        ("claimed, before DATA", 0),
        ("DATA asked, nothing handed over", 0),
        ("handed over, result not written", 1),
    ],
)
def test_a_mail_survives_its_worker_and_comes_twice_at_most(worker, sink, mail, point, arrived):
    delivery = mail()
    tasks.deliver_due.apply_async([False], queue="default")
    dying = worker(point)
    assert dying.wait(120) == -signal.SIGKILL  # the fault happened
    assert (state(), len(sink.taken)) == (State.SENDING, arrived)

    later = database_now() + timedelta(seconds=office.OUTBOX_CLAIM_LIFE + 1)
    outbox.sweep(later)
    assert state() == State.UNSURE
    Delivery.objects.update(next_try_at=database_now())  # the stated wait is over,
    MailServer.objects.update(busy_until=database_now())  # and so is the dead one's turn
    worker()
    tasks.sweep_outbox.apply_async(queue="urgent")
    until(lambda: state() == State.SENT)

    assert sink.message_ids == [delivery.message_id] * (arrived + 1)
    assert Delivery.objects.get().repeats == 1


def test_what_a_flushed_broker_forgot_the_sweep_finds_again(worker, broker, sink, mail):
    delivery = mail()
    tasks.deliver_due.apply_async([False], queue="default")
    client = redis.Redis.from_url(broker)
    assert client.llen("default") == 1
    client.flushdb()
    assert client.dbsize() == 0  # the fault happened
    worker()
    tasks.sweep_outbox.apply_async(queue="urgent")
    until(lambda: state() == State.SENT)
    assert sink.message_ids == [delivery.message_id]


def test_many_tasks_and_two_workers_send_each_mail_once(worker, sink, mail, broker):
    for number in range(40):
        mail(f"test:{number}")
    sink.slow = 0.02
    for _ in range(100):
        tasks.deliver_due.apply_async([False], queue="default")
    worker()
    worker()
    client = redis.Redis.from_url(broker)
    until(lambda: not client.llen("default") and not Delivery.objects.open().exists())
    assert len(sink.taken) == 40
    assert len(set(sink.message_ids)) == 40


def test_a_worker_that_hangs_on_a_slow_server_leaves_the_urgent_mails_to_another(
    worker, sink, mail
):
    """The slow one holds up one process; what is urgent has its own turn."""
    mail("test:slow")
    sink.slow = 20
    tasks.deliver_due.apply_async([False], queue="default")
    worker()
    until(lambda: sink.taken)  # the fault happened: it took the mail and lets us wait
    sink.slow = 0
    urgent = mail("test:urgent", urgent=True)
    for is_urgent in (False, True):
        tasks.deliver_due.apply_async([is_urgent], queue=tasks.QUEUES[is_urgent])
    worker()
    until(lambda: Delivery.objects.get(pk=urgent.pk).state == State.SENT)
    assert Delivery.objects.get(key="test:slow").state == State.SENDING


def test_without_broker_a_mail_is_queued_and_no_error_reaches_the_page(mail):
    with spoken_to("redis://127.0.0.1:1/0"):
        with pytest.raises(OperationalError):  # the fault happened
            tasks.sweep_outbox.apply_async(retry=False)
        tasks.soon(mail())
    assert state() == State.QUEUED
