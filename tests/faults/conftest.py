"""Every test here injects a fault, and first shows that it happened."""

from datetime import UTC, datetime

import pytest

from dpo_office.organisation.models import Profile
from tests.correspondence.sink import Listening


def pytest_collection_modifyitems(items):
    for item in items:
        if "/tests/faults/" in str(item.path):
            item.add_marker(pytest.mark.faults)


@pytest.fixture
def sink(settings):
    """A mail server on loopback that the office uses."""
    with Listening() as sink:
        settings.SMTP_URL = f"smtp://127.0.0.1:{sink.port}"
        yield sink


@pytest.fixture
def noon(profile) -> Profile:
    """The office lies where it is noon now: the morning has come, and the day is not over."""
    profile.time_zone = f"Etc/GMT{datetime.now(UTC).hour - 12:+d}"
    profile.save()
    return profile
