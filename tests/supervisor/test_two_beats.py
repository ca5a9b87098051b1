"""Exactly one beat sends: a lock in the database makes a second one stand by."""

import os
import signal
import subprocess
import sys

import pytest
from django.db import connection

from dpo_office.supervisor.command import CHECKOUT
from tests.databases import database_url
from tests.supervisor.running import lives, until

pytestmark = [pytest.mark.slow, pytest.mark.faults]


@pytest.fixture
def beat(own_database):
    """Starts beats on a database of their own."""
    started = []

    def begin():
        command = [sys.executable, "-u", "manage.py", "beat"]
        environment = {**os.environ, "DATABASE_URL": database_url()}
        started.append(
            subprocess.Popen(
                command, cwd=CHECKOUT, env=environment, stdout=subprocess.PIPE, text=True
            )
        )
        return started[-1]

    yield begin
    for process in started:
        process.kill()
        process.wait()


def holder():
    """The backend that holds beat's lock."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted AND database ="
            " (SELECT oid FROM pg_database WHERE datname = current_database())"
        )
        return cursor.fetchone()


def test_the_second_stands_by_and_takes_over_when_the_first_is_gone(beat):
    first = beat()
    until(holder)
    backend = holder()
    second = beat()
    assert second.stdout.readline() == "Another beat holds the lock; standing by.\n"
    assert holder() == backend  # still the first's
    first.send_signal(signal.SIGKILL)
    until(lambda: not lives(first.pid), 5)  # the fault happened
    until(lambda: holder() not in (None, backend))
    assert second.poll() is None


def test_a_beat_that_lost_its_lock_ends_at_once(beat):
    only = beat()
    until(holder)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", holder())
    assert only.wait(20) == 1
