"""Production as docs/production.env.example has it, in a process of its own (V3.3, V3.4, V4.1.2)."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as office

from tests.databases import database_url

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "docs/production.env.example"
# Django's own deployment checks of headers, cookies, hosts and debugging.
DEPLOYMENT = {"W004", "W005", "W008", "W009", "W012", "W016", "W018", "W020", "W021", "W022"}


def environment(**changes: str) -> dict[str, str]:
    lines = [line for line in EXAMPLE.read_text().splitlines() if line and line[0] != "#"]
    example = dict(line.split("=", 1) for line in lines)
    services = {"DATABASE_URL": database_url(), "REDIS_URL": office.REDIS_URL}
    return {**os.environ, "PASSWORD_ROUNDS": "1000000", **services, **example, **changes}


def run(*words: str, **changes: str) -> subprocess.CompletedProcess:
    env = {"DJANGO_SETTINGS_MODULE": "dpo_office.settings", **environment(**changes)}
    return subprocess.run(
        [sys.executable, *words], env=env, cwd=ROOT, capture_output=True, text=True, timeout=300
    )


@pytest.fixture
def answers(own_database):
    done = run("-m", "tests.security.production_crawl", PASSWORD_ROUNDS="1000")
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def test_what_production_gives_to_a_browser(answers):
    """One crawl, many facts: the process takes its time to start."""
    by_name = {each["name"]: each for each in answers}
    assert len(answers) > 100
    assert by_name["admin:index"]["status"] == 200
    check_cookies(answers)
    check_transport(by_name, answers)
    check_outside(by_name)


def check_cookies(answers) -> None:
    """V3.3.1-3.3.4: bound to the host, secure, out of reach of scripts and other sites."""
    given = [(name, each) for answer in answers for name, each in answer["cookies"].items()]
    assert {"__Host-session", "__Host-csrf"} <= {name for name, _ in given}
    for name, cookie in given:
        assert name.startswith("__Host-"), name
        assert cookie["secure"], name
        assert cookie["httponly"], name
        assert cookie["samesite"] in ("Lax", "Strict"), name
        assert (cookie["path"], cookie["domain"] or "") == ("/", ""), name


def check_transport(by_name, answers) -> None:
    """V3.4.1, V4.1.2: HTTPS for a year; a program that forgot it is told so, not led on."""
    https = [each for each in answers if not each["name"].startswith("plain")]
    for answer in https:
        rule = answer["headers"]["Strict-Transport-Security"]
        assert rule == "max-age=31536000; includeSubDomains; preload", answer["name"]
    page, api = by_name["plain page"], by_name["plain api"]
    assert page["status"] == 301
    assert page["headers"]["Location"] == "https://office.example.com/accounts/login/"
    assert (api["status"], "Location" in api["headers"]) == (400, False)


def check_outside(by_name) -> None:
    """F1, V13.4.5"""
    for name, answer in by_name.items():
        if name.endswith("from outside"):
            assert answer["status"] == 404, name


def test_no_cross_origin_header_leaves(answers):
    for answer in answers:
        assert not [name for name in answer["headers"] if name.startswith("Access-Control")]


@pytest.mark.django_db
def test_the_deployment_check_is_silent(db):
    done = run("manage.py", "check", "--deploy")
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    assert not [code for code in DEPLOYMENT if f"security.{code}" in said]


def test_no_check_is_silenced():
    assert office.SILENCED_SYSTEM_CHECKS == []
