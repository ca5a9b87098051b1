"""F2, V6.3.3, V6.4.3: nobody reads with one factor; no door leads around the second."""

from datetime import timedelta

import pytest
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from dpo_office.evidence.models import Event
from dpo_office.organisation.models import User
from dpo_office.organisation.services import invitations
from tests.organisation.conftest import PASSWORD, SEED, code_now, give_code, give_password
from tests.worklist.conftest import in_threads

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("profile")]
INSIDE = [
    "/admin/",
    "/admin/organisation/user/",
    "/accounts/sessions/",
    "/accounts/password/change/",
    "/accounts/2fa/",
    "/accounts/2fa/recovery-codes/",
    "/accounts/email/",
    "/nowhere/",
]
SET_UP = ["mfa_activate_totp", "mfa_add_webauthn"]


def by_password(user, client):
    return give_password(client, user)


def by_reset(user, client):
    """Sets a new password by the mailed link, then signs in with it."""
    client.post(reverse("account_reset_password"), {"email": user.email})
    address = next(w for w in mail.outbox[-1].body.split() if "/password/reset/key/" in w)
    form = client.get(address.partition("testserver")[2]).url
    new = {"password1": PASSWORD + "!", "password2": PASSWORD + "!"}
    client.post(form, new)
    return give_password(client, user, PASSWORD + "!")


def by_invitation(user, client):
    """Sets a new password by a one-time link, then signs in with it."""
    address = invitations.invite(user, by=None, now=timezone.now())
    client.post("/p/" + address.partition("/p/")[2])
    new = {"new_password1": PASSWORD + "!", "new_password2": PASSWORD + "!"}
    client.post(reverse("opened_link"), new)
    return give_password(client, user, PASSWORD + "!")


DOORS = [by_password, by_reset, by_invitation]


@pytest.mark.parametrize("door", DOORS)
def test_without_a_factor_every_door_leads_to_the_page_that_sets_one_up(door, dpo, with_password):
    client = Client()
    door(with_password(dpo), client)
    for path in INSIDE:
        assert client.get(path).url == reverse("mfa_activate_totp"), path


@pytest.mark.parametrize("page", SET_UP)
def test_without_a_factor_the_pages_that_set_one_up_open(page, dpo, with_password):
    client = Client()
    by_password(with_password(dpo), client)
    asked = client.get(reverse(page))
    assert asked.url.startswith(reverse("account_reauthenticate"))
    answer = client.post(asked.url, {"password": PASSWORD}, follow=True)
    assert (answer.status_code, answer.resolver_match.url_name) == (200, page)


@pytest.mark.parametrize("door", DOORS)
def test_with_a_factor_every_door_asks_for_it(door, dpo, with_factor):
    client = Client()
    assert door(with_factor(dpo), client).url == reverse("mfa_authenticate")
    for path in INSIDE[:5]:
        assert client.get(path).url.startswith((reverse("account_login"), "/admin/login/")), path


@pytest.mark.parametrize("door", DOORS)
def test_with_both_factors_every_door_opens(door, dpo, with_factor):
    client = Client()
    door(with_factor(dpo), client)
    give_code(client)
    assert client.get("/admin/").status_code == 200


def test_a_session_from_before_the_factor_can_only_show_it(dpo, with_factor):
    """An old session with the password alone must not take the factor away again."""
    client = Client()
    client.force_login(
        with_factor(dpo), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    request = RequestFactory().get("/")
    request.session = client.session
    record_authentication(request, dpo, "password", reauthenticated=True)
    request.session.save()
    for path in [*INSIDE, reverse("mfa_deactivate_totp"), reverse("mfa_add_webauthn")]:
        assert client.get(path).url == reverse("mfa_reauthenticate"), path


@pytest.fixture
def set_up(own_database, profile, dpo, with_password):
    """Sets up an authenticator app by the pages; the client, the code, the page that follows.

    What follows a change is done once it is committed: hence a database of its own.
    """

    def do():
        client = Client()
        give_password(client, with_password(dpo))
        client.post(client.get(reverse("mfa_activate_totp")).url, {"password": PASSWORD})
        client.get(reverse("mfa_activate_totp"))
        code = code_now(client.session["mfa.totp.secret"])
        return client, code, client.post(reverse("mfa_activate_totp"), {"code": code})

    return do


def test_setting_up_lets_in_and_shows_recovery_codes_once(set_up):
    client, _code, answer = set_up()
    shown = client.get(answer.url)
    assert shown.resolver_match.url_name == "mfa_view_recovery_codes"
    (code, *_) = Authenticator.objects.get(type="recovery_codes").wrap().generate_codes()
    assert code in shown.content.decode()
    assert code not in client.get(reverse("mfa_view_recovery_codes")).content.decode()
    assert code not in client.get(reverse("mfa_download_recovery_codes")).content.decode()
    assert client.get("/admin/").status_code == 200


def test_the_code_that_set_the_factor_up_signs_nobody_in(set_up, dpo):
    _client, code, _answer = set_up()
    other = Client()
    give_password(other, dpo)
    assert b"Incorrect code" in give_code(other, code).content


def test_a_code_works_once(dpo, with_factor):
    """V6.5.1."""
    clients = [Client(), Client()]
    for client in clients:
        give_password(client, with_factor(dpo))
    assert give_code(clients[0]).status_code == 302
    assert b"Incorrect code" in give_code(clients[1]).content


def test_a_code_is_refused_in_the_next_window(dpo, with_factor, time_machine):
    """V6.5.5: tolerance 0, so a code that was read over a shoulder is soon worth nothing."""
    client, code = Client(), code_now()
    give_password(client, with_factor(dpo))
    time_machine.shift(timedelta(seconds=30))
    assert b"Incorrect code" in give_code(client, code).content


@pytest.mark.django_db(transaction=True)
def test_of_two_who_use_a_code_at_once_one_enters(dpo, with_factor):
    factor = with_factor(dpo).authenticator_set.get()
    code = code_now()
    assert sorted(in_threads(4, lambda: TOTP(factor).validate_code(code))) == [False] * 3 + [True]


def test_with_the_cache_away_no_code_is_taken(dpo, with_factor, settings):
    """No limit could be kept and no code be marked as used: closed, in words (V2.4.1)."""
    client = Client()
    give_password(client, with_factor(dpo))
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1"}}
    answer = give_code(client)
    assert answer.status_code == 503
    assert b"Try again in a minute" in answer.content
    assert "_auth_user_id" not in client.session


def test_seeds_lie_sealed_in_the_database(dpo, with_factor):
    """A2, V6: whoever reads a row can make no code."""
    with_factor(dpo)
    codes = RecoveryCodes.activate(dpo).generate_codes()
    with connection.cursor() as cursor:
        cursor.execute("SELECT data::text FROM mfa_authenticator WHERE user_id = %s", [dpo.pk])
        rows = " ".join(row for (row,) in cursor.fetchall())
    assert SEED not in rows
    assert not any(code in rows for code in codes)


def test_a_recovery_code_opens_once(dpo, with_factor):
    code = RecoveryCodes.activate(with_factor(dpo)).generate_codes()[0]
    assert len(code) == 12
    for expected in (302, 200):
        client = Client()
        give_password(client, dpo)
        assert give_code(client, code).status_code == expected


def test_the_last_factor_can_t_be_removed(sign_in, dpo):
    client = sign_in(dpo)
    cache.clear()
    answer = client.post(
        client.get(reverse("mfa_deactivate_totp")).url, {"code": code_now()}, follow=True
    )
    assert b"You cannot deactivate two-factor authentication" in answer.content
    client.post(reverse("mfa_deactivate_totp"))
    assert Authenticator.objects.filter(user=dpo, type="totp").exists()


@pytest.mark.parametrize(("app_too", "left"), [(False, 1), (True, 0)])
def test_a_passkey_goes_only_while_another_factor_stays(sign_in, dpo, app_too, left):
    client = sign_in(dpo)
    cache.clear()
    key = Authenticator.objects.create(user=dpo, type="webauthn", data={"name": "a key"})
    page = reverse("mfa_remove_webauthn", args=[key.pk])
    client.post(client.get(page).url, {"code": code_now()})
    if not app_too:
        Authenticator.objects.filter(user=dpo, type="totp").delete()
    answer = client.post(page, follow=True)
    assert (b"only second factor" in answer.content) == bool(left)
    assert Authenticator.objects.filter(pk=key.pk).count() == left


def test_nobody_signs_up(client):
    answer = client.get(reverse("account_signup"))
    assert b"<form" not in answer.content
    client.post(
        reverse("account_signup"),
        {"email": "a@b.example", "password1": PASSWORD, "password2": PASSWORD},
    )
    assert not User.objects.filter(email="a@b.example").exists()


def test_there_is_no_sign_in_by_mailed_code(client):
    assert client.get("/accounts/login/code/").status_code == 404
    assert client.get("/accounts/login/code/confirm/").url == reverse("account_login")


@pytest.mark.parametrize(
    ("target", "kept"),
    [
        ("/admin/worklist/task/", "/admin/worklist/task/"),
        ("//evil.example/", ""),
        ("javascript:alert(1)", ""),
        ("https://evil.example", ""),
    ],
)
def test_the_admin_s_own_sign_in_leads_to_the_one_way_in(client, target, kept):
    """3.7.2: and never from there to another host."""
    answer = client.get("/admin/login/", {"next": target})
    assert answer.url.startswith(reverse("account_login") + "?next=")
    assert answer.url.partition("next=")[2].replace("%2F", "/") == kept


def test_adding_a_factor_is_told_to_the_trail_and_by_mail(set_up, dpo):
    """V6.3.7."""
    set_up()
    assert Event.objects.filter(kind="user.factor_added", facts={"factor": "totp"}).count() == 1
    assert mail.outbox[-1].to == [dpo.email]
    assert "Authenticator App" in mail.outbox[-1].subject


def test_adding_a_factor_ends_the_other_sessions(set_up, dpo, with_password):
    other = Client()
    give_password(other, with_password(dpo))
    assert other.get("/admin/").url == reverse("mfa_activate_totp")
    set_up()
    assert other.get("/admin/").url.startswith("/admin/login/")
