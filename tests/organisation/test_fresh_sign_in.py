"""Grave deeds ask for the factor again once it is five minutes old (V7.5.1, V7.5.3)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.organisation.conftest import PASSWORD, code_now

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.organisation.fresh_urls")]


@pytest.fixture
def client(sign_in, dpo):
    return sign_in(dpo)


@pytest.fixture
def stale(client, time_machine):
    time_machine.shift(timedelta(minutes=5, seconds=1))
    return client


def test_right_after_signing_in_the_deed_is_done(client):
    assert client.post("/admin/sign/", {"word": "yes"}).content == b"signed: yes"


def test_a_stale_session_is_led_to_the_factor(stale):
    answer = stale.post("/admin/sign/", {"word": "yes"})
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("mfa_reauthenticate"))


def test_with_the_factor_shown_the_deed_is_done_as_it_was_posted(stale):
    asked = stale.post("/admin/sign/", {"word": "yes"})
    assert stale.post(asked.url, {"code": code_now()}).content == b"signed: yes"


def test_a_wrong_code_does_nothing(stale):
    asked = stale.post("/admin/sign/", {"word": "yes"})
    assert b"signed: yes" not in stale.post(asked.url, {"code": "000000"}).content


def test_the_password_alone_is_not_enough(stale):
    """Whoever has a factor is asked for it, never for the password instead."""
    answer = stale.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert answer.url.startswith(reverse("mfa_reauthenticate"))
    assert stale.get("/admin/sign/").status_code == 302


def test_a_dialog_sends_the_whole_page_to_the_factor_and_is_done_afterwards(stale):
    """Redirects inside a dialog would show the factor's page in it."""
    answer = stale.post("/admin/sign/", {"word": "yes"}, headers={"HX-Request": "true"})
    assert answer["HX-Redirect"] == f"{reverse('mfa_reauthenticate')}?next=%2Fadmin%2Fsign%2F"
    done = stale.post(answer["HX-Redirect"], {"code": code_now()})
    assert done.content == b"signed: yes"


def test_in_the_demo_the_factor_is_not_forced(settings, dpo, client):
    settings.DEMO = True
    client.force_login(dpo, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session.pop("account_authentication_methods", None)
    session.save()
    assert client.get("/admin/sign/").content == b"signed: "
