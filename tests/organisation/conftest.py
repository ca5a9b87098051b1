"""A browser that signs in by the pages, with a real authenticator app."""

import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from dpo_office.organisation.models import User

PASSWORD = "correct horse battery staple"
MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SEED = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def _monday_morning(time_machine):
    """At the beginning of a window of the authenticator app."""
    time_machine.move_to(MORNING)


@pytest.fixture(autouse=True)
def _quick_and_forgetful(settings):
    """A fast hasher, and limits that earlier tests did not use up."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()


def code_now(seed: str = SEED) -> str:
    """What the authenticator app shows now (RFC 6238)."""
    return format_hotp_value(hotp_value(seed, int(time.time()) // 30))


@pytest.fixture
def with_password() -> Callable[[User], User]:
    """Gives a person a password and an address that counts as shown."""

    def give(user: User) -> User:
        if not user.has_usable_password():
            user.set_password(PASSWORD)
            user.save()
        EmailAddress.objects.get_or_create(
            user=user, email=user.email, defaults={"verified": True, "primary": True}
        )
        return user

    return give


@pytest.fixture
def with_factor(with_password) -> Callable[[User], User]:
    """Gives a person a password and an authenticator app."""

    def give(user: User) -> User:
        with_password(user)
        if not Authenticator.objects.filter(user=user, type="totp").exists():
            TOTP.activate(user, SEED)
        return user

    return give


def give_password(client: Client, user: User, password: str = PASSWORD):
    """The first page of signing in; the answer to it."""
    return client.post(reverse("account_login"), {"login": user.email, "password": password})


def give_code(client: Client, code: str = ""):
    """The second page of signing in; the answer to it."""
    return client.post(reverse("mfa_authenticate"), {"code": code or code_now()})


@pytest.fixture
def sign_in(with_factor) -> Callable[..., Client]:
    """Signs a person in by the pages, as often as wanted: the used code is forgotten."""

    def enter(user: User, **headers: str) -> Client:
        cache.clear()
        client = Client(headers=headers)
        give_password(client, with_factor(user))
        give_code(client)
        return client

    return enter
