"""Health and metrics: inside the admin's networks only, each sign red and green, no person."""

import re
import shutil
from collections import namedtuple
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from dpo_office import health
from dpo_office.lib import doors
from dpo_office.tasks import beat_once
from tests.requests_app.test_the_desk import LIST, form

OUTSIDE = {"REMOTE_ADDR": "203.0.113.9"}
Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def beaten(db):
    """A scheduled task was done a moment ago."""
    beat_once()
    yield
    cache.delete(health.HEARTBEAT)


def asked(client, **where):
    return client.get("/admin/health/", headers={"accept": "application/json"}, **where)


@pytest.mark.parametrize("path", ["/admin/health/", "/admin/metrics"])
def test_outside_the_networks_there_is_no_such_page(client, db, path):
    """F1, V13.4.5."""
    assert client.get(path, **OUTSIDE).status_code == 404


def test_whoever_asks_outside_hears_that_the_web_answers_and_no_more(client):
    answer = client.get("/healthz", **OUTSIDE)
    assert (answer.status_code, answer.content) == (200, b"ok")


def test_health_names_every_sign(client, beaten):
    told = asked(client).json()
    for sign in doors.vital_signs:
        assert told[f"Sign(identifier='{sign.identifier}')"] == "OK"


def test_one_sign_in_trouble_turns_health_red(client, beaten, monkeypatch):
    assert asked(client).status_code == 200
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(1000, 950, 50))
    red = asked(client)
    assert red.status_code == 500
    assert "5 % of the disk is free." in red.content.decode()


@pytest.mark.parametrize(("age", "well"), [(0, True), (89, True), (91, False), (None, False)])
def test_a_heartbeat_is_missed_after_three_beats(age, well):
    now = timezone.now()
    cache.delete(health.HEARTBEAT)
    if age is not None:
        cache.set(health.HEARTBEAT, (now - timedelta(seconds=age)).timestamp())
    assert (health.Heartbeat().trouble(now) == "") is well


@pytest.mark.parametrize(("free", "well"), [(100, True), (99, False), (0, False)])
def test_less_than_a_tenth_of_the_disk_is_too_little(monkeypatch, free, well):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(1000, 1000 - free, free))
    assert (health.DiskSpace().trouble(timezone.now()) == "") is well


def test_health_asked_again_and_again_takes_no_connection_from_the_pages(client, beaten):
    """Each round of checks has more threads than a pool of eight connections bears losing."""
    for _ in range(4):
        assert asked(client).status_code == 200
    assert connection.pool.get_stats()["pool_available"] > 0


LABELS = {"method", "view", "status", "le", "transport", "version", "status_code", "type"}
LABELS |= {"alias", "vendor", "backend", "generation", "implementation", "major", "minor"}
LABELS |= {"patchlevel", "charset", "templatename", "view_name", "streaming", "model"}


def test_metrics_have_neither_persons_nor_paths(client, logged_case):
    """V14.2: whatever was asked for, a label has one of few values."""
    for path in ("/p/zzqtoken/", "/zzqpath", "/admin/?q=zzqname"):
        client.get(path)
    told = client.get("/admin/metrics").content.decode()
    assert "django_http_requests_total_by_method_total" in told
    assert not re.search("zzq|Maarit|@mail", told)
    assert set(re.findall(r'[{,](\w+)="', told)) <= LABELS


@pytest.fixture
def logged_case(admin_of, dpo, profile):
    """A case with a name was looked at."""
    desk = admin_of(dpo)
    desk.post(f"{LIST}add/", form(name="zzqname", email="zzq@mail.example"))
    desk.get(LIST, {"q": "zzqname"})
