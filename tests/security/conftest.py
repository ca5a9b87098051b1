"""The whole office, and everybody who may knock at it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.contrib.auth.models import Group
from django.db import transaction
from django.test import Client
from django.utils import timezone

from dpo_office.organisation.models import User
from requests_app.models import SubjectRequest
from requests_app.services import intake
from tests.conftest import person
from tests.security.office import Office


@pytest.fixture
def office(db, profile, settings, tmp_path, dpo, deputy) -> Office:
    """A row of everything; mails went into a folder."""
    settings.DEMO, settings.SMTP_URL, settings.MAIL_FOLDER = True, "", tmp_path
    settings.FILES_ROOT = tmp_path / "files"
    office = Office(dpo, other=deputy)
    settings.DEMO = False
    return office


@pytest.fixture
def enter(office, admin_of) -> Callable[[str], Client]:
    """A browser of somebody with that role; "Stranger" has no account.

    Whoever has a role is the owner of what the office holds for one person.
    """

    def _enter(role: str) -> Client:
        if role == "Stranger":
            return Client()
        if role == "DPO":
            return _client(office.dpo)
        office.dpo.groups.set(Group.objects.filter(name=role))
        return _client(office.dpo)

    def _client(user: User) -> Client:
        client = admin_of(User.objects.get(pk=user.pk))
        RecoveryCodes.activate(user)
        return client

    return _enter


@pytest.fixture
def without_factor(office) -> Client:
    """Somebody who gave a password, and has no second factor yet."""
    client = Client()
    client.force_login(
        person("Uno Uus", "DPO"), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    return client


@contextmanager
def undone() -> Iterator[None]:
    """What is written inside is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def log(profile, dpo) -> Callable[..., SubjectRequest]:
    """Log a request of somebody; what a test does not name is ordinary."""

    def _log(**changes: object) -> SubjectRequest:
        words = {"name": "Maarit Näidis", "email": "maarit@mail.example", "rights": ["access"]}
        return intake.log_request(**{**words, "received_at": timezone.now(), "by": dpo, **changes})

    return _log
