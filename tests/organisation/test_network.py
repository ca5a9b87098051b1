"""F1, V4.1.3, V8.2.4: outside the allowed networks there is nothing but the public door."""

import os
import re
import subprocess
import sys
from dataclasses import dataclass

import pytest
from django.test import Client, RequestFactory
from django.urls import get_resolver, reverse

from dpo_office.organisation.adapters import AccountAdapter
from dpo_office.organisation.client_address import client_address

OUT, PROXY, IN = "203.0.113.9", "10.9.0.1", "10.20.0.7"
PUBLIC = ("p/", "healthz", ".well-known/", "static/")
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _networks(settings):
    settings.ADMIN_ALLOWED_NETWORKS = ["10.20.0.0/16", "fd00:20::/32"]
    settings.TRUSTED_PROXIES = ["10.9.0.0/24"]


@dataclass
class Ask:
    """A request as the web server sees it: the peer, and what the peer says."""

    peer: str
    said: str = ""

    def get(self, path="/accounts/login/", **more):
        more |= {"HTTP_X_FORWARDED_FOR": self.said} if self.said else {}
        return Client().get(path, REMOTE_ADDR=self.peer, **more)

    def address(self):
        more = {"HTTP_X_FORWARDED_FOR": self.said} if self.said else {}
        return client_address(RequestFactory().get("/", REMOTE_ADDR=self.peer, **more))


OPENS = [
    Ask(IN),
    Ask(PROXY, IN),
    Ask(PROXY, f"8.8.8.8, {IN}"),  # what stands left of the first stranger is not read
    Ask(PROXY, f"{IN}, 10.9.0.2"),  # two proxies of ours
    Ask("::ffff:10.20.0.7"),  # IPv4 written as IPv6
    Ask(PROXY, "::ffff:10.20.0.7"),
    Ask("::ffff:10.9.0.1", IN),
    Ask("fd00:20::1"),
]
CLOSED = [
    Ask(OUT),
    Ask(OUT, IN),  # forged from outside
    Ask(OUT, f"{IN}, {PROXY}"),
    Ask(PROXY, OUT),
    Ask(PROXY, f"{IN}, {OUT}"),  # forged, and passed on by the proxy
    Ask(PROXY, "10.20.0.7:80"),
    Ask(PROXY, "localhost"),
    Ask(PROXY, f"{IN}, unknown"),
    Ask(PROXY),  # a proxy that says nothing is itself no guest
    Ask(""),
    Ask("::ffff:203.0.113.9"),
    Ask("fd00:21::1"),
    Ask("127.0.0.1"),
]


@pytest.mark.parametrize("ask", OPENS, ids=str)
def test_inside_opens(ask):
    assert ask.get().status_code == 200


@pytest.mark.parametrize("ask", CLOSED, ids=str)
def test_outside_there_is_nothing(ask):
    assert ask.get().status_code == 404


def _paths(patterns, before=""):
    for pattern in patterns:
        path = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from _paths(pattern.url_patterns, path)
        else:
            yield path


def test_outside_every_address_but_the_public_door_s_is_nothing():
    """From the list of addresses itself, so a new one is closed or is told here."""
    paths = [p for p in _paths(get_resolver().url_patterns) if not p.startswith(PUBLIC)]
    assert len(paths) > 100
    opened = [path for path in paths if Ask(OUT).get("/" + path).status_code != 404]
    assert opened == []


def test_outside_not_even_the_words_differ():
    """An address that exists and one that doesn't are the same answer."""
    answers = {Ask(OUT).get(p).content for p in ("/admin/", "/admin/nowhere/", "/nowhere/")}
    assert len(answers) == 1


@pytest.mark.parametrize("path", ["/healthz", "/p/unknown/"])
def test_the_public_door_is_there_for_everybody(path):
    assert Ask(OUT).get(path).status_code in (200, 404)
    assert Ask(OUT).get("/healthz").content == b"ok"


@pytest.mark.parametrize(
    "path",
    [
        "//admin/",
        "/p/../admin/",
        "/P/../admin/",
        "/%2e%2e/admin/",
        "/static/../admin/",
        "/p/%2e%2e/admin/",
    ],
)
def test_no_way_of_writing_it_leads_around(path):
    assert Ask(OUT).get(path).status_code == 404


def test_no_network_allowed_is_nobody_allowed(settings):
    settings.ADMIN_ALLOWED_NETWORKS = []
    assert Ask(IN).get().status_code == 404


def test_each_layer_alone_closes(admin_of, dpo, settings, client):
    """V8.2.4: network and factor and role; take one away and it is closed."""
    page = reverse("admin:requests_app_subjectrequest_changelist")
    whole = admin_of(dpo)
    assert whole.get(page, REMOTE_ADDR=IN).status_code == 200
    assert whole.get(page, REMOTE_ADDR=OUT).status_code == 404
    dpo.groups.clear()
    assert whole.get(page, REMOTE_ADDR=IN).status_code == 403
    dpo.authenticator_set.all().delete()
    assert whole.get(page, REMOTE_ADDR=IN).url == reverse("mfa_activate_totp")


@pytest.mark.parametrize("ask", [Ask(OUT), Ask(IN), Ask("10.9.1.1")], ids=str)
def test_https_is_believed_of_proxies_only(ask, settings):
    """A stranger who says X-Forwarded-Proto gets no secure request out of it."""
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.SECURE_SSL_REDIRECT = True
    answer = ask.get("/healthz", HTTP_X_FORWARDED_PROTO="https")
    assert answer.status_code == 301
    proxied = Ask(PROXY, IN).get("/healthz", HTTP_X_FORWARDED_PROTO="https")
    assert proxied.status_code == 200


@pytest.mark.parametrize("peer", [OUT, PROXY, IN])
def test_no_header_makes_another_host(peer, settings):
    """Links in mails and redirects never point to a host that a request named."""
    settings.ALLOWED_HOSTS = ["office.example"]
    asked = {"HTTP_HOST": "office.example", "HTTP_X_FORWARDED_HOST": "evil.example"}
    answer = Ask(peer, IN).get("/admin/", **asked)
    assert "evil" not in str(answer.headers) + answer.content.decode()
    assert Ask(peer, IN).get("/healthz", HTTP_HOST="evil.example").status_code == 400


@pytest.mark.parametrize("ask", [*OPENS, *CLOSED], ids=str)
def test_limits_and_sessions_see_the_same_address(ask):
    """V4.1.3: one function for allauth as well."""
    more = {"HTTP_X_FORWARDED_FOR": ask.said} if ask.said else {}
    request = RequestFactory().get("/", REMOTE_ADDR=ask.peer, **more)
    assert AccountAdapter().get_client_ip(request) == str(ask.address())


def test_gunicorn_believes_the_same_proxies_and_logs_no_path():
    """A10: a path under /p/ is a key."""
    command = [sys.executable, "-m", "gunicorn", "-c", "python:dpo_office.gunicorn_settings"]
    command += ["--print-config", "dpo_office.wsgi"]
    environment = {**os.environ, "TRUSTED_PROXIES": "10.9.0.0/24,fd00:9::1"}
    told = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    said = dict(line.split("=", 1) for line in told.stdout.splitlines() if "=" in line)
    said = {name.strip(): value.strip() for name, value in said.items()}
    assert said["forwarded_allow_ips"] == "['10.9.0.0/24', 'fd00:9::1']"
    assert said["accesslog"] == "None"
    assert not re.search(r"%\((r|U|q|f)\)", said["access_log_format"])
