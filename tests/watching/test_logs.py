"""V16: JSON lines in UTC with the request's id through to the task; no personal value, no token."""

import json
import logging
import os
import subprocess
import sys
import urllib.error
import urllib.request

import pytest
import redis
import structlog

from dpo_office import task_log
from dpo_office.celery import app
from dpo_office.supervisor.command import CHECKOUT
from dpo_office.supervisor.valkey import free_port
from requests_app.services import intake
from tests.requests_app.test_the_desk import LIST, form
from tests.supervisor.running import until

CANARY = "zzqcanary"


def test_a_request_is_told_by_its_route_with_an_id(client, db, logged):
    client.get(f"/accounts/login/?next=/{CANARY}")
    (line,) = [line for line in logged() if line["event"] == "request"]
    assert (line["method"], line["route"], line["status"]) == ("GET", "account_login", 200)
    assert len(line["request_id"]) == 32
    assert line["timestamp"].endswith("Z")
    assert line["level"] == "info"


@pytest.mark.parametrize(
    "path", [f"/p/{CANARY}/", f"/p/{CANARY}/x", f"/{CANARY}", f"/admin/{CANARY}/"]
)
def test_no_path_reaches_the_log(client, db, logged, path):
    """A10: a token in a path is nobody's business."""
    client.get(path)
    assert "request" in [line["event"] for line in logged()]
    assert CANARY not in json.dumps(logged())


def test_a_case_that_is_logged_leaves_no_name_in_the_log(dpo, profile, admin_of, logged):
    filled = form(name=CANARY, email=f"{CANARY}@mail.example", words=CANARY)
    client = admin_of(dpo)
    assert client.post(f"{LIST}add/", filled).status_code == 302
    client.get(LIST, {"q": CANARY})
    told = logged()
    assert {line["user"] for line in told if line["event"] == "request"} == {dpo.pk}
    assert CANARY not in json.dumps(told)


def test_an_error_is_told_by_kind_and_place_without_its_message(
    dpo, profile, admin_of, logged, monkeypatch
):
    """A8; the web's last resort: a page 500 and one line."""

    def breaks(**_):
        raise RuntimeError(CANARY)

    monkeypatch.setattr(intake, "log_request", breaks)
    client = admin_of(dpo)
    client.raise_request_exception = False
    assert client.post(f"{LIST}add/", form()).status_code == 500
    (line,) = [line for line in logged() if line["event"] == "request_failed"]
    assert line["failure"] == "RuntimeError"
    assert "breaks" in line["where"][-1]
    assert line["request_id"]
    assert CANARY not in json.dumps(logged())


@app.task(name="tests.breaks")
def break_with(words):
    raise RuntimeError(words)


def test_a_task_that_fails_is_told_without_arguments_and_message(logged):
    """A8; the worker's last resort."""
    break_with.apply([CANARY])
    (line,) = [line for line in logged() if line["event"] == "task_failed"]
    assert line["failure"] == "RuntimeError"
    assert CANARY not in json.dumps(logged())


def test_the_id_of_a_request_goes_with_its_task(settings):
    with redis.Redis.from_url(settings.REDIS_URL) as broker:
        broker.flushdb()
        with structlog.contextvars.bound_contextvars(request_id="abc"):
            app.send_task("dpo_office.tasks.beat_once", queue="bulk")
        message = json.loads(broker.lpop("bulk"))
        broker.flushdb()
    assert message["headers"]["request_id"] == "abc"


@pytest.mark.parametrize(("headers", "known"), [({"request_id": "abc"}, "abc"), ({}, "t1")])
def test_a_task_s_lines_have_the_id_that_it_was_asked_with(headers, known):
    task = app.tasks["tests.breaks"]
    task.push_request(id="t1", is_eager=False, **headers)
    try:
        task_log.begin(task_id="t1", task=task)
        assert structlog.contextvars.get_contextvars() == {"request_id": known, "task": task.name}
    finally:
        task_log.end(task=task, state="SUCCESS")
        task.pop_request()
    assert structlog.contextvars.get_contextvars() == {}


def test_a_line_stays_one_line_whatever_it_holds(logged):
    """V16.4.1: newlines and the codes that colour a terminal are escaped."""
    structlog.get_logger().warning("odd", value='a\n\r{"level": "x"}\x1b[31mred\u2028')
    (line,) = logged()
    assert line["value"].startswith("a\n\r")


def test_a_library_s_line_keeps_words_and_numbers(logged):
    library = logging.getLogger("some.library")
    library.warning("%s sent %d bytes in %.1f s", CANARY, 3, 0.5)
    library.error("%(who)s failed", {"who": CANARY})
    try:
        raise ValueError(CANARY)
    except ValueError:
        library.exception("broken")
    assert [line["event"] for line in logged()] == ["* sent 3 bytes in 0.5 s", "* failed", "broken"]
    assert logged()[-1]["failure"] == "ValueError"
    assert CANARY not in json.dumps(logged())


@pytest.mark.parametrize("where", ["raise ValueError('{}')", "t(target=int, args=['{}']).start()"])
def test_what_nothing_caught_is_told_as_a_line(where):
    setup = "import logging.config; from threading import Thread as t; from dpo_office import logs;"
    setup += "logging.config.dictConfig(logs.configuration('INFO')); logs.last_resort();"
    command = [sys.executable, "-c", setup + where.format(CANARY)]
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True)
    assert json.loads(done.stderr)["failure"] == "ValueError"
    assert CANARY not in done.stderr + done.stdout


def test_a_beat_without_database_says_so_as_a_line():
    nowhere = f"postgres://office:{CANARY}@127.0.0.1:1/office"
    done = subprocess.run(
        [sys.executable, "manage.py", "beat"],
        cwd=CHECKOUT,
        env={**os.environ, "DATABASE_URL": nowhere},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    last = json.loads(done.stderr.splitlines()[-1])
    assert (last["event"], last["failure"]) == ("died", "OperationalError")
    assert CANARY not in done.stderr + done.stdout


def test_an_error_below_django_leaves_no_address_in_the_web_server_s_log(settings):
    """The web's very last resort: gunicorn itself, which would write path and message."""
    port = free_port()
    broken = "tests.watching.broken_wsgi"
    command = [sys.executable, "-m", "gunicorn", "-c", "python:dpo_office.gunicorn_settings"]
    with subprocess.Popen(
        [*command, "--bind", f"127.0.0.1:{port}", broken], stderr=subprocess.PIPE, text=True
    ) as server:
        until(lambda: status(f"http://127.0.0.1:{port}/p/{CANARY}/") == 500)
        server.terminate()
        written = server.stderr.read()
    lines = [json.loads(line) for line in written.splitlines()]
    assert "RuntimeError" in [line.get("failure") for line in lines]
    assert CANARY not in written


def status(page):
    try:
        return urllib.request.urlopen(page, timeout=5).status
    except urllib.error.HTTPError as refusal:
        return refusal.code
    except OSError:
        return 0
