"""Filling an empty office with a simulated platform, dates relative to today."""

import tomllib
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from dpo_office.demo.story import Story
from requests_app.models import SubjectRequest
from retention.services import purging

SOURCE = Path(__file__).with_name("conversion.toml")


def load(now: datetime | None = None) -> int:
    """Load the demo into an empty office; how many requests there are then. Twice: nothing more.

    Mails leave between the two halves, each in a transaction of its own, as a worker sends them.
    """
    now = now or timezone.now()
    if SubjectRequest.objects.exists():
        return 0
    story = Story(tomllib.loads(SOURCE.read_text(encoding="utf-8")), now)
    with transaction.atomic():
        story.tell()
    story.post.deliver()
    with transaction.atomic():
        story.end()
    purging.run("closed_requests", now)
    return SubjectRequest.objects.count()
