"""Two customers and a case that concerns both; what their letters said, secrets included."""

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from django.core.cache import cache

from dpo_office.correspondence.models import Delivery, Letter
from dpo_office.correspondence.services import messages
from dpo_office.parties.models import Customer
from requests_app.models import RequestPart, SubjectRequest
from requests_app.services import identity, parts, passing

WORDS = "Please erase my chats."


@pytest.fixture
def bakery(db) -> Customer:
    return Customer.objects.create(
        name="Harbour & Pine Ltd",
        website="https://harbour-pine.example",
        privacy_email="privacy@harbour-pine.example",
    )


@pytest.fixture
def shoes(db) -> Customer:
    return Customer.objects.create(
        name="Fjellsko AS",
        website="https://fjellsko.example",
        privacy_email="gdpr@fjellsko.example",
    )


@pytest.fixture(autouse=True)
def open_door() -> None:
    """Each test knocks at the public door as the first one."""
    cache.clear()


@pytest.fixture
def shown(log, dpo) -> SubjectRequest:
    case = log(rights=["access", "erasure"], words=WORDS)
    identity.confirm(case, proof="known_address", by=dpo)
    return case


@pytest.fixture
def form(shown, dpo) -> Callable[..., RequestPart]:
    def _form(customer: Customer, **changes) -> RequestPart:
        ordinary = {"rights": ["erasure"], "words": WORDS, "by": dpo}
        return parts.form(shown, customer=customer, **(ordinary | changes))

    return _form


@pytest.fixture
def passed(form, bakery, dpo) -> RequestPart:
    part = form(bakery)
    passing.pass_on([part], by=dpo)
    return part


def letters_to(customer: Customer) -> list[Letter]:
    return list(Letter.objects.filter(to=customer.privacy_email).order_by("pk"))


def mail_of(letter: Letter) -> str:
    """The text as it leaves, with what stands in the mail alone."""
    return messages._text(Delivery.objects.get(letter=letter))


def link_in(letter: Letter) -> str:
    return re.search(r"(/p/[\w-]{43}/)", mail_of(letter))[1]


def day(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d}"
