"""One demo for all tests of this folder: loading it takes seconds."""

from collections.abc import Iterator
from datetime import datetime
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from dpo_office.demo import loader


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[SimpleNamespace]:
    """The loaded office, in a transaction that is rolled back; `now` is when it was loaded."""
    now: datetime = timezone.now()
    before = {
        name: getattr(settings, name) for name in ("DEMO", "SMTP_URL", "MAIL_FOLDER", "FILES_ROOT")
    }
    settings.DEMO, settings.SMTP_URL = True, ""
    settings.MAIL_FOLDER = folder = tmp_path_factory.mktemp("mails")
    settings.FILES_ROOT = files = tmp_path_factory.mktemp("files")
    with django_db_blocker.unblock():
        around = transaction.atomic()
        around._from_testcase = True  # as Django's TestCase: claims commit inside of it
        with around:
            number = loader.load(now)
            yield SimpleNamespace(now=now, number=number, folder=folder, files=files)
            transaction.set_rollback(True)
    for name, value in before.items():
        setattr(settings, name, value)


@pytest.fixture(autouse=True)
def _django_db_marker() -> None:
    """The mark sets the database up; the demo's own transaction is all that its tests need."""


@pytest.fixture(autouse=True)
def own_files(settings, demo) -> None:
    """The demo's files lie where they were written, whichever test looks."""
    settings.FILES_ROOT = demo.files
