"""V13, A7: what production refuses to start with; one failing test for each check."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core import checks as django_checks
from django.db import connection
from django.db.utils import OperationalError

from dpo_office.organisation import checks
from dpo_office.organisation.models import User

REDIS = "django.core.cache.backends."
FAILING = [
    ("office.E101", {"ADMIN_ALLOWED_NETWORKS": []}),
    ("office.E102", {"ADMIN_ALLOWED_NETWORKS": ["10.20.0.0/99"]}),
    ("office.E102", {"ADMIN_ALLOWED_NETWORKS": ["10.20.0.1/16"]}),  # host bits: a slip
    ("office.E102", {"ADMIN_ALLOWED_NETWORKS": ["0.0.0.0/0"]}),
    ("office.E102", {"TRUSTED_PROXIES": ["::/0"]}),
    ("office.E102", {"TRUSTED_PROXIES": ["proxy.example"]}),
    ("office.E103", {"DEMO": True}),
    ("office.E104", {"PUBLIC_HOST": "office.example.com"}),
    ("office.E104", {"PUBLIC_HOST": ""}),
    ("office.E105", {"CACHES": {"default": {"BACKEND": REDIS + "locmem.LocMemCache"}}}),
    ("office.E105", {"CACHES": {"default": {"BACKEND": REDIS + "dummy.DummyCache"}}}),
    ("office.E107", {"DEBUG": True}),
    ("office.E108", {"SITE_URL": "http://office.example.com"}),
    ("office.E108", {"SECURE_SSL_REDIRECT": False}),
    ("office.E108", {"SESSION_COOKIE_SECURE": False}),
    ("office.E108", {"CSRF_COOKIE_SECURE": False}),
    ("office.E108", {"SECURE_HSTS_SECONDS": 3600}),
    ("office.E109", {"REDIS_URL": "redis://cache.example.com:6379/0"}),
    ("office.E110", {"SILENCED_SYSTEM_CHECKS": ["security.W004"]}),
    ("office.E111", {"PASSWORD_ROUNDS": 10_000}),
    ("office.I101", {"BREACHED_PASSWORDS_FILE": ""}),
]
GOOD = {
    "ADMIN_ALLOWED_NETWORKS": ["10.20.0.0/16", "fd00::/8"],
    "TRUSTED_PROXIES": ["10.20.0.1"],
    "PUBLIC_HOST": "privacy.example.com",
    "SITE_URL": "https://office.example.com",
    "REDIS_URL": "rediss://cache.example.com:6379/0",
    "DEMO": False,
    "DEBUG": False,
    "SECURE_SSL_REDIRECT": True,
    "SECURE_HSTS_SECONDS": 31_536_000,
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
    "PASSWORD_ROUNDS": 1_000_000,
    "BREACHED_PASSWORDS_FILE": "/etc/office/breached.gz",
    "SILENCED_SYSTEM_CHECKS": [],
}
OURS = [getattr(checks, name) for name in (
    "networks_are_networks", "networks_are_named", "no_demo", "two_hosts", "cache_is_shared",
    "no_debug", "https_only", "redis_by_tls", "nothing_is_silenced", "passwords_are_slow",
    "database_by_tls", "no_superuser", "breached_passwords",
)]  # fmt: skip
pytestmark = pytest.mark.django_db


@pytest.fixture
def found(settings):
    """The ids that our checks find with these settings over good ones."""

    def ask(**changed):
        for name, value in (GOOD | changed).items():
            setattr(settings, name, value)
        return {message.id for check in OURS for message in check()}

    return ask


def test_good_settings_are_clean(found):
    assert found() == set()


@pytest.mark.parametrize(("code", "changed"), FAILING, ids=str)
def test_each_bad_setting_is_found(found, code, changed):
    assert found(**changed) == {code}


def test_an_active_superuser_is_found(found, dpo):
    """A7: passes every check of rights, also those of gagged matters."""
    User.objects.filter(pk=dpo.pk).update(is_superuser=True)
    assert found() == {"office.E106"}
    User.objects.filter(pk=dpo.pk).update(is_active=False)
    assert found() == set()


def test_a_database_that_can_t_be_asked_is_said(found, monkeypatch):
    def away(*given, **named):
        raise OperationalError

    monkeypatch.setattr(User.objects, "filter", away)
    assert found() == {"office.W106"}


@pytest.mark.parametrize(
    ("host", "mode", "codes"),
    [
        ("db.example.com", "", {"office.E112"}),
        ("db.example.com", "require", {"office.E112"}),
        ("db.example.com", "verify-full", set()),
        ("/run/postgresql", "", set()),
        ("127.0.0.1", "", set()),
    ],
)
def test_a_database_beyond_this_machine_is_checked(monkeypatch, host, mode, codes):
    database = {**connection.settings_dict, "HOST": host, "OPTIONS": {"sslmode": mode}}
    from django.conf import settings

    monkeypatch.setitem(settings.DATABASES, "default", database)
    assert {message.id for message in checks.database_by_tls()} == codes


def test_every_check_is_registered():
    known = django_checks.registry.registry.get_checks(include_deployment_checks=True)
    assert set(OURS) <= set(known)


# What the office of these tests was started with.
HELD = {"SECRET_KEY_FILE", "FILES_KEY_FILE", "DIGEST_KEY_FILE", "OFFICE_WITHOUT"}
EXAMPLE = Path("docs/production.env.example")


def deploy(**changed):
    """What `check --deploy` says with the example of production's settings, but changed."""
    lines = [line for line in EXAMPLE.read_text().splitlines() if line and line[0] != "#"]
    environment = {k: v for k, v in os.environ.items() if k not in HELD}
    environment |= dict(line.split("=", 1) for line in lines) | changed
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"ADMIN_ALLOWED_NETWORKS": ""}, "office.E101"),
        ({"OFFICE_DEMO": "1"}, "office.E103"),
        ({"PUBLIC_HOST": "office.example.com"}, "office.E104"),
        ({"DEBUG": "1"}, "office.E107"),
    ],
)
def test_production_refuses_to_start_with_it(changed, said):
    answer = deploy(**changed)
    assert answer.returncode == 1
    assert said in answer.stderr


@pytest.mark.parametrize("secret", ["SECRET_KEY", "FILES_KEY", "DIGEST_KEY"])
def test_production_refuses_to_start_without_a_secret(secret):
    answer = deploy(**{secret: ""})
    assert answer.returncode == 1
    assert f"{secret} or {secret}_FILE must be set" in answer.stderr


def test_secrets_come_from_files(tmp_path):
    path = tmp_path / "key"
    path.write_text("from-a-file-0123456789abcdefghijklmnopqrstuvwxyz-0123\n")
    code = "from django.conf import settings; print(settings.FILES_KEY)"
    environment = {k: v for k, v in os.environ.items() if k != "FILES_KEY"}
    environment |= {"FILES_KEY_FILE": str(path), "DJANGO_SETTINGS_MODULE": "dpo_office.settings"}
    told = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == path.read_text().strip()
