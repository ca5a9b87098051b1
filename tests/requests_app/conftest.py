"""A request at each stage of its life, made by the services."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from dpo_office.correspondence.models import Delivery, Letter
from dpo_office.correspondence.services import outbox
from requests_app.models import Exercise, SubjectRequest
from requests_app.services import closing, decision, identity, intake, replies
from tests.requests_app.parts_cast import bakery, form, passed, shoes, shown

__all__ = ["bakery", "form", "passed", "shoes", "shown"]


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def log(db, profile, dpo, now):
    """Log a request; what a test does not name is ordinary."""

    def _log(**changes) -> SubjectRequest:
        ordinary = {
            "name": "Maarit Näidis",
            "email": "maarit@mail.example",
            "rights": ["access"],
            "received_at": now - timedelta(days=2),
            "by": dpo,
            "now": now,
        }
        return intake.log_request(**{**ordinary, **changes})

    return _log


@pytest.fixture
def logged(log) -> SubjectRequest:
    return log()


@pytest.fixture
def decided(logged, dpo) -> SubjectRequest:
    identity.confirm(logged, proof="known_address", by=dpo)
    exercise = Exercise.objects.get(part__request=logged)
    decision.decide(exercise, outcome="granted", by=dpo)
    logged.refresh_from_db()
    return logged


@pytest.fixture
def answered(decided, dpo) -> SubjectRequest:
    replies.draft_answer(decided, by=dpo)
    replies.send_answer(decided, by=dpo)
    return decided


@pytest.fixture
def closed(answered, dpo, delivered) -> SubjectRequest:
    delivered(answered)
    return closing.close(answered, by=dpo)


@pytest.fixture
def delivered(settings, tmp_path):
    """Let the outbox deliver a case's letters into a folder."""

    def _delivered(request: SubjectRequest) -> list[Letter]:
        settings.DEMO, settings.SMTP_URL, settings.MAIL_FOLDER = True, "", tmp_path
        for letter in Letter.objects.about(request):
            outbox.deliver(Delivery.objects.get(letter=letter).pk)
        return list(Letter.objects.about(request))

    return _delivered
