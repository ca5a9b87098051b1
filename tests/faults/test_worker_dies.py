"""A worker killed in the middle of a task: the task comes back in the stated time."""

import os
import signal
import subprocess
import sys

import pytest
import redis
from django.conf import settings as office

from dpo_office.celery import app
from tests.faults.sleepy_worker import CALLED
from tests.supervisor.running import lives, until

pytestmark = pytest.mark.slow


@pytest.fixture
def broker():
    with redis.Redis.from_url(office.REDIS_URL) as client:
        client.flushdb()
        yield client
        client.flushdb()


@pytest.fixture
def worker(broker):
    """Starts workers in groups of their own; `VISIBILITY`: seconds until a task is missed."""
    started = []

    def start(visibility: float):
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.sleepy_worker"],
            env={**os.environ, "VISIBILITY": str(visibility)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def began(folder):
    return [int(path.name.removeprefix("began-")) for path in folder.glob("began-*")]


def test_a_task_whose_process_was_killed_is_run_by_the_next_one(worker, tmp_path):
    """Only the process dies, its worker lives: back at once, whatever the visibility."""
    app.send_task(CALLED, [str(tmp_path)], queue="default")
    worker(visibility=office.CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"])
    until(lambda: began(tmp_path))
    (victim,) = began(tmp_path)
    os.kill(victim, signal.SIGKILL)
    until(lambda: not lives(victim), 5)  # the fault happened
    until((tmp_path / "ended").exists)
    assert len(began(tmp_path)) == 2


def test_a_task_whose_worker_was_killed_comes_back_after_its_visibility(worker, tmp_path):
    """The whole worker dies: back within the visibility and the interval of 10 s."""
    app.send_task(CALLED, [str(tmp_path)], queue="default")
    first = worker(visibility=3)
    until(lambda: began(tmp_path))
    os.killpg(first.pid, signal.SIGKILL)
    first.wait()
    until(lambda: not any(map(lives, began(tmp_path))), 5)  # the fault happened
    worker(visibility=3)
    until((tmp_path / "ended").exists, 3 + 10 + 30)  # and the start of the second
    assert len(began(tmp_path)) == 2
