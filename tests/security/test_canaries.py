"""A8, V14.2, V13.3: a person and a secret that would be known anywhere, looked for everywhere."""

import io
import logging
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import redis
from django.conf import settings as office_settings
from django.contrib.admin.models import LogEntry
from django.core.cache import cache
from django.db import connection
from django.urls import reverse
from structlog.stdlib import ProcessorFormatter

from dpo_office.correspondence import tasks
from dpo_office.correspondence.models import Delivery
from dpo_office.evidence.models import Event
from dpo_office.worklist.models import Finding
from dpo_office.worklist.services import calendars
from requests_app.models import Exercise, SubjectRequest
from tests.correspondence.conftest import sink
from tests.databases import database_url
from tests.requests_app.test_the_desk import form
from tests.security.office import ADDRESS, CANARY, PERSON, WORDS
from tests.supervisor.running import until

__all__ = ["sink"]
ROOT = Path(__file__).parents[2]
SECRET = "zzqsecret"
SECRETS = ["SECRET_KEY", "FILES_KEY", "DIGEST_KEY"]


@pytest.fixture
def logged():
    """All that is logged in this process, by whomever, at the chattiest level."""
    stream, root = io.StringIO(), logging.getLogger()
    handler, level = logging.StreamHandler(stream), root.level
    ours = [each.formatter for each in root.handlers]
    handler.setFormatter(next(f for f in ours if isinstance(f, ProcessorFormatter)))
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    logging.getLogger("mail.log").propagate = False  # the test's own mail server
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.fixture
def broker():
    with redis.Redis.from_url(office_settings.REDIS_URL) as client:
        client.flushdb()
        yield client
        client.flushdb()


@pytest.fixture
def worker(tmp_path, settings):
    """Runs a real worker over the waiting mails; what it logged."""

    def work(done) -> str:
        env = {**os.environ, "DATABASE_URL": database_url(), "SMTP_URL": settings.SMTP_URL}
        env |= {"LOG_LEVEL": "DEBUG", "DJANGO_SETTINGS_MODULE": "dpo_office.settings"}
        command = [sys.executable, "-m", "celery", "-A", "dpo_office", "worker"]
        command += ["-P", "solo", "-l", "DEBUG", "-Q", "urgent,default,bulk"]
        with (tmp_path / "worker.log").open("w+") as log:
            process = subprocess.Popen(
                command, env=env, cwd=ROOT, stdout=log, stderr=log, start_new_session=True
            )
            try:
                until(done, seconds=180)
            finally:
                os.killpg(process.pid, signal.SIGTERM)
                process.wait(timeout=30)
            log.seek(0)
            return log.read()

    return work


def stored(client: redis.Redis) -> str:
    """Every key and value in Redis: cache and messages."""
    found = []
    for key in client.scan_iter():
        kind = client.type(key)
        read = {b"list": lambda k: client.lrange(k, 0, -1), b"hash": client.hgetall}
        read |= {b"set": client.smembers, b"zset": lambda k: client.zrange(k, 0, -1)}
        found += [key, read.get(kind, client.get)(key)]
    return str(found)


class Journey:
    """A request by clicks, from the form to the mail that leaves, and a mail that fails."""

    def __init__(self, client) -> None:
        self.client, self.paths = client, []
        self.post(
            reverse("admin:requests_app_subjectrequest_add"),
            form(name=PERSON, email=ADDRESS, words=WORDS, rights=["access"]),
        )
        self.case = SubjectRequest.objects.get()
        self.page = reverse("admin:requests_app_subjectrequest_change", args=[self.case.pk])
        number = Exercise.objects.get().pk
        self.step("acknowledge")
        self.step("confirm_identity", proof="known_address")
        words = {"outcome": "refused", "ground": "15_4_others", "reasons": WORDS}
        self.step(f"decide-{number}", **words)
        self.step("draft_answer")
        self.step("send_answer")
        client.get(reverse("admin:requests_app_subjectrequest_changelist"), {"q": CANARY})

    def step(self, name: str, **words: str) -> None:
        url = self.page.replace("change/", f"step/{name}/")
        self.post(url, {f"{name}-{field}": word for field, word in words.items()})

    def post(self, url: str, words: dict) -> None:
        answer = self.client.post(url, words, follow=True)
        self.paths += [url, *(path for path, _ in answer.redirect_chain)]


def test_a_person_leaves_no_trace_where_none_belongs(
    own_database, profile, dpo, delegated, admin_of, sink, broker, logged, worker, monkeypatch
):
    """Logs of web and worker, messages, cache, addresses, subjects, calendar, metrics, titles."""
    client = admin_of(dpo)
    journey = Journey(client)
    page = client.get(journey.page).content.decode()
    assert PERSON in page
    assert WORDS in page
    sink.answers = {"RCPT": f"550 <{ADDRESS}> is unknown"}
    for delivery in Delivery.objects.all():
        tasks.soon(delivery)
    messages = stored(broker)
    assert "deliver_due" in messages
    tasks.deliver_due.apply_async([False], queue="default")  # without the others' short life
    told_by_worker = worker(lambda: not Delivery.objects.open().exists())
    assert "deliver_due" in told_by_worker
    assert Delivery.objects.filter(state="failed", to=ADDRESS).count() == 2
    cache.set("any", 1)
    client.raise_request_exception = False
    monkeypatch.setattr("requests_app.admin.subject_request.file_of", _fail)
    broken = client.get(journey.page)
    assert broken.status_code == 500
    told = {
        "log of the web": logged.getvalue(),
        "log of the worker": told_by_worker,
        "messages": messages,
        "cache": stored(broker),
        "addresses": str(journey.paths),
        "error page": broken.content.decode(),
        "metrics": client.get("/admin/metrics").content.decode(),
        "health": client.get("/admin/health/").content.decode(),
        "calendar": calendars.calendar_of(calendars.feed_of(_feed(dpo))).decode(),
        "subjects": str(list(Delivery.objects.values_list("subject", "last_error", "answer"))),
        "facts of the trail": str(list(Event.objects.values_list("facts", flat=True))),
        "findings": str(list(Finding.objects.values_list("text", flat=True))),
        "Django's own log": str(list(LogEntry.objects.values_list("object_repr", flat=True))),
        "title of the page": re.search("<title>(.*?)</title>", page, re.DOTALL)[1],
    }
    assert {where for where, text in told.items() if CANARY.lower() in text.lower()} == set()
    assert {
        where for where in ("log of the web", "metrics", "calendar") if not told[where]
    } == set()


def _fail(*args, **kwargs):
    raise ValueError(f"{PERSON} {ADDRESS} {WORDS}")


def _feed(user) -> str:
    return calendars.open_feed(user, by=user)


def test_a_form_of_the_register_leaves_no_name_in_djangos_own_log(dpo, profile, admin_of):
    """What it would tell is told by the trail, without values."""
    words = {"name": CANARY, "language": "en"}
    admin_of(dpo).post(reverse("admin:parties_customer_add"), words)
    assert not LogEntry.objects.exists()
    event = Event.objects.get(kind="customer.added")
    assert (event.actor, event.facts) == (dpo, {"fields": []})


def test_a_change_is_told_with_its_fields_and_without_their_values(dpo, profile, admin_of):
    from dpo_office.parties.models import Customer

    customer = Customer.objects.create(name="Bakery")
    words = {"name": CANARY, "language": "en"}
    url = reverse("admin:parties_customer_change", args=[customer.pk])
    admin_of(dpo).post(url, words)
    assert Event.objects.get(kind="customer.changed").facts == {"fields": ["Name"]}


def test_the_database_writes_neither_statements_nor_values_into_its_log(db):
    """Of the embedded one; of others docs/security.md speaks."""
    wanted = {
        "log_statement": "none",
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
        "log_min_duration_statement": "-1",
        "log_parameter_max_length_on_error": "0",
    }
    with connection.cursor() as cursor:
        for name, value in wanted.items():
            cursor.execute(f"SHOW {name}")
            assert cursor.fetchone() == (value,), name


def test_no_secret_is_told_by_pages_errors_or_logs(own_database):
    """V13.3.1, V16.5.1"""
    env = {**os.environ, "DATABASE_URL": database_url(), "LOG_LEVEL": "DEBUG"}
    env |= {name: f"{SECRET}-{name}-{'0' * 32}" for name in SECRETS}
    env |= {"SMTP_URL": f"smtp+tls://office:{SECRET}@smtp.example.com:587"}
    env |= {"DJANGO_SETTINGS_MODULE": "dpo_office.settings"}
    command = [sys.executable, "-m", "tests.security.forced_error"]
    done = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr[-2000:]
    assert "500 page" in done.stdout
    assert SECRET not in done.stdout + done.stderr


def test_a_database_that_is_away_does_not_tell_its_password(tmp_path):
    url = f"postgres://office:{SECRET}@127.0.0.1:1/office"
    env = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "dpo_office.settings"}
    command = [sys.executable, "-m", "tests.security.forced_error"]
    done = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert "/admin/health/ 500" in done.stdout
    assert SECRET not in done.stdout + done.stderr
