"""The office survives `kill -9` of any of its processes, and its own leaves none behind."""

import os
import signal

import psycopg
import pytest
import redis
from celery import Celery
from kombu.exceptions import OperationalError

from dpo_office.supervisor.beat import LOCK
from tests.supervisor.running import KEPT, descendants, lives, until

pytestmark = [pytest.mark.slow, pytest.mark.faults]


def database(office):
    return psycopg.connect(office.services()["DATABASE_URL"], autocommit=True, connect_timeout=5)


def beat_holds_the_lock(office):
    number = LOCK & 0xFFFFFFFF
    with database(office) as connection:
        asked = "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objid::bigint = %s"
        return connection.execute(asked, [number]).fetchone()


def answers(office, worker):
    with Celery(broker=office.services()["REDIS_URL"]) as app:
        found = app.control.inspect(timeout=2).ping() or {}
    return any(name.startswith(f"{worker}@") for name in found)


def works(office, name):
    """Whether that part does its work again."""
    try:
        return {
            "postgres": lambda: database(office).close() or office.status() == 200,
            "web": lambda: office.status() == 200,
            "beat": lambda: beat_holds_the_lock(office),
            "valkey": lambda: answers(office, "worker"),
            "worker": lambda: answers(office, "worker"),
            "keys": lambda: answers(office, "keys"),
        }[name]()
    except (psycopg.Error, redis.RedisError, OperationalError, OSError):
        return False


@pytest.mark.parametrize("name", KEPT)
def test_a_killed_process_is_started_again_and_works(office, name):
    """F6, invariant 11: heals without hands."""
    before = office.children()[name]
    os.kill(before, signal.SIGKILL)
    until(lambda: not lives(before), 5)  # the fault happened
    until(lambda: office.children().get(name, before) != before)
    until(lambda: all(works(office, part) for part in KEPT))
    assert office.heard(f"{name} ended (-9); starting it again")


def test_a_process_that_dies_again_and_again_is_started_later_each_time(office):
    """Back-off: no storm of starts; the last of five waits for seconds."""
    for _ in range(5):
        until(lambda: "beat" in office.children())
        os.kill(office.children()["beat"], signal.SIGKILL)
        until(lambda: "beat" not in office.children(), 5)
    lines = len([line for line in office.said if line.startswith("beat ended")])
    assert "beat" not in office.children()
    until(lambda: len([x for x in office.said if x.startswith("beat ended")]) > lines)
    until(lambda: works(office, "beat"))


def test_none_outlives_a_killed_supervisor_and_the_next_start_works(start):
    first = start().open()
    everything = descendants(first.process.pid)
    assert len(everything) > len(KEPT)
    first.process.kill()
    until(lambda: not any(map(lives, everything)), 20)
    assert (first.state / "services.env").exists()  # what it could not remove

    done = first.manage("migrate", "--check")
    assert done.stderr == "The office is not running: make run\n"
    second = start("--empty", state=first.state).open()
    assert second.status() == 200
    assert works(second, "keys")
