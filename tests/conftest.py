"""The cast: one person per role, and an organisation in Estonia."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.models import Group
from django.test import Client, RequestFactory

from dpo_office.evidence.services import office_keys
from dpo_office.evidence.services.office_keys import Signer
from dpo_office.lib.openpgp import Home
from dpo_office.organisation.models import Profile, User
from requests_app.models import Delegation
from requests_app.services import delegations
from tests.databases import _django_db_marker, db, own_database, transactional_db

__all__ = ["_django_db_marker", "db", "own_database", "transactional_db"]


def person(name: str, role: str) -> User:
    user = User.objects.create_user(f"{name.split()[0].lower()}@office.example", name=name)
    user.groups.set(Group.objects.filter(name=role))
    return user


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path) -> None:
    """Each test has a folder of its own for encrypted files."""
    settings.FILES_ROOT = tmp_path / "encrypted"


@pytest.fixture
def profile(db) -> Profile:
    """O1: established in Estonia; its zone and holidays rule."""
    return Profile.objects.create(
        pk=1,
        legal_name="Reachpeople OÜ",
        trade_name="Conversion",
        country="EE",
        time_zone="Europe/Tallinn",
        email="privacy@office.example",
        mail_domains=["office.example"],
        authority="AKI",
    )


@pytest.fixture
def dpo(db) -> User:
    """Handles requests, advises."""
    return person("Helve Proov", "DPO")


@pytest.fixture
def deputy(db) -> User:
    """Stands in for the DPO."""
    return person("Arvo Näidis", "Deputy DPO")


@pytest.fixture
def decision_owner(db) -> User:
    """Management: decides refusals and other grave matters."""
    return person("Juta Mall", "Decision owner")


@pytest.fixture
def delegated(dpo, decision_owner) -> Delegation:
    """The decision owner lets the DPO grant and refuse, in writing."""
    given = Delegation(
        to=dpo, covers="refusing", first_day=date(2020, 1, 1), words="Signed, in the safe."
    )
    return delegations.give(given, by=decision_owner)


@pytest.fixture
def staff(db) -> User:
    """Logs things, reads little."""
    return person("Siim Katse", "Staff")


@pytest.fixture
def security(db) -> User:
    """Handles incidents and security reports."""
    return person("Tiina Lukk", "Security")


@pytest.fixture
def auditor(db) -> User:
    """Verifies; reads everything but persons."""
    return person("Olaf Kontroll", "Auditor")


@pytest.fixture(scope="session")
def gnupg_home() -> Iterator[Home]:
    """One for all tests that sign: keys are made once. Its agent is killed afterwards."""
    home = Home(Path(tempfile.mkdtemp(prefix="gpg-")))
    yield home
    home.end_agent()
    shutil.rmtree(home.folder)


@pytest.fixture
def signer(gnupg_home, settings) -> Signer:
    """What the worker of queue `keys` has."""
    settings.GNUPGHOME = str(gnupg_home.folder)
    return office_keys.signer()


def show_both_factors(client: Client, user: User) -> None:
    """Note in a signed-in client's session that both factors were shown just now."""
    if not user.authenticator_set.filter(type="totp").exists():
        TOTP.activate(user, generate_totp_secret())
    request = RequestFactory().get("/")
    request.session = client.session
    for method in ("password", "mfa"):
        record_authentication(request, user, method)
    request.session.save()


@pytest.fixture
def admin_of() -> Callable[[User], Client]:
    """Makes a client as a browser is after both factors; the sign-in itself is tested apart."""
    return client_of


def client_of(user: User) -> Client:
    """A client in which the person is signed in with both factors."""
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    show_both_factors(client, user)
    return client
