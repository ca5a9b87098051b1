"""V6.3.1, V6.1.1: guessing is slow, nobody locks another person out, nothing tells who exists."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.organisation.conftest import PASSWORD, give_code, give_password

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("profile")]
TOO_OFTEN = b"Too many failed login attempts"
WRONG = b"are not correct"


@pytest.fixture
def hashings(monkeypatch):
    """Counts how often a password is hashed."""
    done = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(
        MD5PasswordHasher, "encode", lambda *given: done.append(1) or encode(*given)
    )
    return done


@pytest.fixture(autouse=True)
def _wide(settings):
    settings.ADMIN_ALLOWED_NETWORKS = ["127.0.0.0/8", "10.0.0.0/8"]


def guess(user, address="127.0.0.1", word="wrong"):
    email = getattr(user, "email", user)
    data = {"login": email, "password": word}
    return Client(REMOTE_ADDR=address).post(reverse("account_login"), data)


def test_a_thousand_tries_from_everywhere_are_five_guesses(dpo, with_factor, hashings):
    with_factor(dpo)
    hashings.clear()
    answers = [guess(dpo, f"10.0.{n // 250}.{n % 250 + 1}") for n in range(1000)]
    assert sum(WRONG in answer.content for answer in answers) == 5
    assert sum(TOO_OFTEN in answer.content for answer in answers) == 995
    assert len(hashings) == 5


def test_meanwhile_the_person_enters_from_where_they_were_before(dpo, sign_in):
    """Strangers share one allowance; a familiar address has its own."""
    sign_in(dpo)
    for n in range(50):
        guess(dpo, f"10.0.0.{n + 1}")
    client = Client()
    assert give_password(client, dpo).url == reverse("mfa_authenticate")


def test_from_one_address_a_few_tries_are_all(dpo, with_factor):
    with_factor(dpo)
    answers = [guess(f"nobody{n}@office.example", "10.0.0.9").content for n in range(11)]
    assert [WRONG in answer for answer in answers] == [True] * 10 + [False]


def test_a_familiar_address_is_limited_as_well(dpo, sign_in, time_machine):
    sign_in(dpo)
    time_machine.shift(timedelta(minutes=2))
    answers = [guess(dpo).content for _ in range(6)]
    assert [WRONG in answer for answer in answers] == [True] * 5 + [False]


def test_after_five_minutes_there_are_tries_again(dpo, with_factor, time_machine):
    with_factor(dpo)
    for n in range(6):
        guess(dpo, f"10.0.0.{n + 1}")
    time_machine.shift(timedelta(minutes=5, seconds=1))
    assert WRONG in guess(dpo, "10.0.0.20").content


def test_a_right_password_uses_no_try_up(dpo, with_factor):
    with_factor(dpo)
    for n in range(8):
        assert guess(dpo, f"10.0.0.{n + 1}", PASSWORD).status_code == 302


def test_codes_can_t_be_guessed_either(dpo, with_factor):
    client = Client()
    give_password(client, with_factor(dpo))
    answers = [give_code(client, f"{n:06}").content for n in range(7)]
    assert [b"Incorrect code" in answer for answer in answers] == [True] * 5 + [False] * 2
    assert TOO_OFTEN in answers[-1]


def without_tokens(page: bytes, email: str) -> bytes:
    page = re.sub(rb'csrfmiddlewaretoken" value="\w+"', b"", page)
    return page.replace(email.encode(), b"EMAIL")


@pytest.mark.parametrize("word", ["wrong", PASSWORD])
def test_known_unknown_and_closed_are_told_the_same(dpo, staff, with_factor, word):
    """V6.3.8: and each costs one hashing, so the time tells nothing."""
    with_factor(dpo)
    with_factor(staff)
    staff.is_active = False
    staff.save()
    asked = [staff.email, "nobody@office.example"] + ([dpo.email] if word == "wrong" else [])
    pages = {without_tokens(guess(email, word=word).content, email) for email in asked}
    assert len(pages) == 1
    assert WRONG in pages.pop()


@pytest.mark.parametrize("who", ["known", "unknown", "closed", "invited"])
def test_each_try_costs_one_hashing(dpo, staff, auditor, with_factor, hashings, who):
    with_factor(dpo)
    with_factor(staff)
    type(staff).objects.filter(pk=staff.pk).update(is_active=False)
    email = {"known": dpo.email, "closed": staff.email, "invited": auditor.email}
    hashings.clear()
    guess(email.get(who, "nobody@office.example"))
    assert len(hashings) == 1


def test_a_reset_is_told_the_same_for_known_and_unknown(dpo, with_factor, hashings):
    """Each is one mail, no hashing: to the person, or to say that there is no account."""
    with_factor(dpo)
    hashings.clear()
    answers = []
    for email in (dpo.email, "nobody@office.example"):
        client = Client()
        answer = client.post(reverse("account_reset_password"), {"email": email}, follow=True)
        answers.append(without_tokens(answer.content, email))
    assert answers[0] == answers[1]
    assert [message.to for message in mail.outbox] == [[dpo.email], ["nobody@office.example"]]
    assert hashings == []


def test_resets_are_limited(dpo, with_factor):
    with_factor(dpo)
    ask = lambda: Client().post(reverse("account_reset_password"), {"email": dpo.email})  # noqa: E731
    assert [ask().status_code for _ in range(6)] == [302] * 5 + [429]
    assert len(mail.outbox) == 5


def test_too_often_is_said_in_words(dpo, with_factor):
    for _ in range(31):
        answer = guess("x", "10.0.0.7")
    assert answer.status_code == 429
    assert b"That was too often" in answer.content


@pytest.mark.parametrize("page", ["account_login", "account_reset_password"])
def test_with_the_cache_away_the_page_says_try_later(dpo, with_factor, settings, page):
    """V2.4.1: closed and in words, never open."""
    with_factor(dpo)
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1"}}
    data = {"login": dpo.email, "password": PASSWORD, "email": dpo.email}
    client = Client()
    answer = client.post(reverse(page), data)
    assert answer.status_code == 503
    assert b"Try again in a minute" in answer.content
    assert client.get("/admin/").status_code == 302
    assert mail.outbox == []


def test_those_who_are_in_go_on_while_the_cache_is_away(sign_in, dpo, settings):
    client = sign_in(dpo)
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1"}}
    assert client.get("/admin/organisation/user/").status_code == 200


def test_limits_are_shared_by_all_processes():
    """V6.6.3: not one allowance per process."""
    assert "RedisCache" in type(cache._connections[cache._alias]).__name__


def test_a_refused_sign_in_is_logged_without_the_address_typed(dpo, with_factor, caplog):
    """V16.3.1."""
    with_factor(dpo)
    with caplog.at_level("WARNING"):
        guess(dpo)
    assert "sign-in refused" in caplog.text
    assert dpo.email not in caplog.text
