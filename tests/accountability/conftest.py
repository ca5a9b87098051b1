"""Enquiries and matters as the services make them."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from dpo_office.accountability.models import Enquiry, Matter
from dpo_office.accountability.services import enquiries, library, matters
from tests.requests_app.conftest import (
    answered,
    closed,
    decided,
    delivered,
    log,
    logged,
)

__all__ = ["answered", "closed", "decided", "delivered", "log", "logged"]


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def today(profile, now) -> date:
    return now.astimezone(profile.zone).date()


@pytest.fixture
def ask(db, profile, dpo, now):
    """Log an enquiry; what a test does not name is ordinary."""

    def _ask(**changes) -> Enquiry:
        ordinary = {
            "asker": "Kalle Proovik",
            "address": "kalle@mail.example",
            "words": "Where do you store our messages?",
            "received_at": now - timedelta(days=1),
            "by": dpo,
            "now": now,
        }
        return enquiries.log_enquiry(**{**ordinary, **changes})

    return _ask


@pytest.fixture
def enquiry(ask) -> Enquiry:
    return ask()


@pytest.fixture
def hosting(db, dpo):
    """An answer of the library."""
    return library.keep(
        title="Where messages are stored",
        kind="question",
        language="en",
        body="In Germany, in two data centres.",
        by=dpo,
    )


@pytest.fixture
def raise_matter(db, profile, dpo, decision_owner, now):
    """Open a matter; what a test does not name is ordinary."""

    def _raise(**changes) -> Matter:
        ordinary = {
            "kind": "through_authority",
            "authority": "AKI",
            "authority_reference": "2.1-3/26/0815",
            "complainant": "Maarit Näidis",
            "words": "Says that we did not answer.",
            "received_at": now - timedelta(days=3),
            "decision_owner": decision_owner,
            "by": dpo,
            "now": now,
        }
        return matters.log_matter(**{**ordinary, **changes})

    return _raise


@pytest.fixture
def matter(raise_matter) -> Matter:
    return raise_matter()
