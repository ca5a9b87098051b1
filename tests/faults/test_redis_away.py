"""Redis gone: pages answer, nobody signs in with less proof, and what was queued is found again."""

import uuid

import pytest
import redis
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from kombu.exceptions import OperationalError

from dpo_office.celery import app
from dpo_office.correspondence.models import Delivery
from dpo_office.correspondence.services import outbox
from requests_app.models import SubjectRequest

NOWHERE = "redis://127.0.0.1:1/0"


@pytest.fixture
def _redis_is_gone(settings):
    """Cache and broker alike; shown by asking both."""
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": NOWHERE}}
    before, app.conf.broker_url = app.conf.broker_url, NOWHERE
    app._after_fork()  # forgets the connections to the other broker
    with pytest.raises(redis.ConnectionError):
        cache.get("any")
    with pytest.raises(OperationalError):
        app.send_task("any", retry=False)
    yield
    app.conf.broker_url = before
    app._after_fork()


gone = pytest.mark.usefixtures("own_database", "profile", "_redis_is_gone")


@gone
@pytest.mark.parametrize("path", ["/admin/", "/admin/requests_app/subjectrequest/", "/healthz"])
def test_pages_answer(dpo, admin_of, path):
    assert admin_of(dpo).get(path).status_code == 200


def form():
    now = timezone.localtime()
    return {
        "name": "Kalle Proovik",
        "email": "kalle@mail.example",
        "rights": ["access"],
        "received_at_0": f"{now:%Y-%m-%d}",
        "received_at_1": "00:00:00",
        "channel": "email",
        "language": "en",
        "intake_key": str(uuid.uuid4()),
    }


@gone
def test_a_request_is_logged_and_shown(dpo, admin_of):
    client, filled = admin_of(dpo), form()
    answer = client.post("/admin/requests_app/subjectrequest/add/", filled)
    assert answer.status_code == 302
    case = SubjectRequest.objects.get(intake_key=filled["intake_key"])
    assert case.reference in client.get(answer.url).content.decode()


@gone
def test_nobody_signs_in(dpo):
    """Invariant 10: without the cache no try is counted, so none is allowed."""
    words = "correct horse battery staple"
    dpo.set_password(words)
    dpo.save()
    client = Client()
    answer = client.post("/accounts/login/", {"login": dpo.email, "password": words})
    assert answer.status_code == 503
    assert answer["Retry-After"]
    assert client.get("/admin/").status_code == 302  # to the sign-in


@pytest.mark.usefixtures("own_database", "profile")
def test_what_a_broker_forgot_between_commit_and_work_is_sent_by_the_sweep(sink, dpo, settings):
    """Work is rows: 10 000 tasks wait, the broker loses them all, each mail leaves once."""
    mails = [outbox.post(f"t:{n}", to=dpo.email, subject="A", body="B") for n in range(3)]
    with redis.Redis.from_url(settings.REDIS_URL) as broker:
        broker.rpush("default", *["task"] * 10_000)
        broker.flushdb()
        assert broker.llen("default") == 0  # the fault happened
    before, app.conf.task_always_eager = app.conf.task_always_eager, True
    try:
        app.tasks["dpo_office.correspondence.tasks.sweep_outbox"].apply()
    finally:
        app.conf.task_always_eager = before
    assert sorted(sink.message_ids) == sorted(mail.message_id for mail in mails)
    assert not Delivery.objects.open().exists()
