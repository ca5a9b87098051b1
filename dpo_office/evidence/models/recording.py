"""Writing to the trail. Called by services and by `AuditedStatus.move_to`, never by pages."""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models

from dpo_office.evidence.models.event import Event, EventDetail


def commitment(salt: bytes, value: str) -> str:
    """SHA-256 of salt and value, hex: proves the value later without showing it now."""
    return hashlib.sha256(salt + value.encode()).hexdigest()


def record(
    kind: str,
    about: models.Model | None = None,
    *,
    by: models.Model | None,
    facts: Mapping[str, Any] | None = None,
    values: Mapping[str, str] | None = None,
    happened_at: datetime | None = None,
) -> Event:
    """Write one event about a record, in the caller's transaction (F6).

    `kind` is "noun.verb"; `by` the acting user, None for the office itself; `facts` are
    references, states and numbers only; anything that may be personal goes into `values`.
    `happened_at` (aware) for a deed told later than it was done; `at` is always the true time.
    """
    details = [
        EventDetail(name=name, salt=secrets.token_bytes(16), value=value)
        for name, value in (values or {}).items()
    ]
    event = Event.objects.create(
        kind=kind,
        actor=by,
        about_type=ContentType.objects.get_for_model(about) if about else None,
        about_id=about.pk if about else None,
        happened_at=happened_at,
        facts=dict(facts or {}),
        commitments={d.name: commitment(bytes(d.salt), d.value) for d in details},
    )
    for detail in details:
        detail.event = event
    EventDetail.objects.bulk_create(details)
    return event
