"""Under what the trail would prove nothing: rights of the role, guards, keys, the anchor."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import DatabaseError

from dpo_office.evidence.services import app_role


@register(Tags.database, deploy=True)
def rights_on_the_trail(
    databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """The app's role owns nothing and may only add to the trail (16.4.2); with --database."""
    if not databases:
        return []
    try:
        wrong = [*app_role.excess(), *app_role.lack()]
    except DatabaseError:
        return [
            Error("The rights on the trail could not be asked: migrate first.", id="office.E339")
        ]
    return [
        Error(words, hint="As the owner: manage.py grant_app_role ROLE", id=f"office.{code}")
        for code, words in wrong
    ]


@register(Tags.security, deploy=True)
def anchor_is_named(**kwargs: Any) -> list[CheckMessage]:
    """Without an address outside a tail that was cut would not show (A1)."""
    try:
        validate_email(settings.ANCHOR_TO)
    except ValidationError:
        return [Error("ANCHOR_TO is no e-mail address outside the office.", id="office.E336")]
    return []


@register(Tags.security, deploy=True)
def signing_keys_are_named(**kwargs: Any) -> list[CheckMessage]:
    """Or whoever owns the database could add a key of his own."""
    keys = settings.SIGNING_KEYS
    if keys and all(len(key) == 40 and key.isalnum() and key == key.upper() for key in keys):
        return []
    return [
        Error(
            "SIGNING_KEYS must name the signing keys by full fingerprint (40 hex digits, upper "
            "case), the newest first: manage.py make_keys.",
            id="office.E337",
        )
    ]
