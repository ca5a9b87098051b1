"""Database or web die while a request is logged: no half deed; sent again, it is one case.

Real gunicorn, real PostgreSQL, both of a running office; the form hangs in its transaction on a
lock that the test holds.
"""

import os
import signal
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from dpo_office.supervisor.command import CHECKOUT
from tests.requests_app.test_the_desk import LIST, form
from tests.supervisor.conftest import environment, office
from tests.supervisor.running import lives, until

__all__ = ["environment", "office"]
pytestmark = pytest.mark.slow
CASES, PERSONS = "requests_app_subjectrequest", "parties_datasubject"
EVENTS = "evidence_event WHERE kind = 'request.logged'"
DO = {"postgres": os.kill, "web": os.killpg}
HOW = {"postgres": signal.SIGQUIT, "web": signal.SIGKILL}


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


@pytest.fixture(scope="module")
def session(office):
    """The cookies of a DPO who is signed in."""
    services = {**os.environ, **office.services(), "OFFICE_STATE": str(office.state)}
    command = [sys.executable, "-m", "tests.faults.enter"]
    done = subprocess.run(command, cwd=CHECKOUT, env=services, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return f"session={done.stdout.strip()}; csrf={'c' * 32}"


def send(office, session, filled):
    """The status of the answer to the form; 0 when there was none."""
    data = urllib.parse.urlencode({**filled, "csrfmiddlewaretoken": "c" * 32}, doseq=True).encode()
    page = f"http://localhost:{office.port}{LIST}add/"
    request = urllib.request.Request(page, data, {"Cookie": session})
    try:
        return urllib.request.build_opener(Stay).open(request, timeout=60).status
    except urllib.error.HTTPError as answer:
        return answer.code
    except OSError:
        return 0


def database(office):
    return psycopg.connect(office.services()["DATABASE_URL"], autocommit=True)


def rows(office, *tables):
    with database(office) as connection:
        return [connection.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in tables]  # noqa: S608


def waits_for_a_lock(office):
    with database(office) as connection:
        waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
        return connection.execute(waiting).fetchone()[0]


def answers(office):
    try:
        return office.status() == 200 and rows(office, CASES)
    except psycopg.Error:
        return False


@pytest.mark.parametrize("part", ["postgres", "web"])
def test_a_request_being_logged_is_there_whole_or_not_at_all(office, session, part):
    """Invariants 1 and 11; P4.1."""
    filled, before = form(), rows(office, CASES, PERSONS, EVENTS)
    holder = database(office)
    holder.autocommit = False
    holder.execute("LOCK TABLE evidence_event IN EXCLUSIVE MODE")
    with ThreadPoolExecutor(1) as pool:
        sending = pool.submit(send, office, session, filled)
        until(lambda: waits_for_a_lock(office))  # it stands in the middle of its transaction
        victim = office.children()[part]
        DO[part](victim, HOW[part])
        until(lambda: not lives(victim), 10)  # the fault happened
        holder.close()
        assert sending.result() in (0, 500, 503)
    until(lambda: answers(office))
    assert rows(office, CASES, PERSONS, EVENTS) == before

    assert send(office, session, filled) == 302
    assert send(office, session, filled) == 302  # once more, as whoever pressed twice
    assert rows(office, CASES, EVENTS) == [before[0] + 1, before[2] + 1]
