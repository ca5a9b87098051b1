"""What must always hold of the whole: the database still guards what the models declare."""

from collections.abc import Iterator

import pgtrigger
from django.apps import apps
from django.db import connection
from django.db.models import Model

OURS = ("dpo_office", "requests_app", "retention", "breaches")
KNOWN = """
SELECT conname FROM pg_constraint WHERE convalidated
UNION SELECT relname FROM pg_class JOIN pg_index ON indexrelid = pg_class.oid WHERE indisvalid
"""
TRIGGERS = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"


class DatabaseGuards:
    """Once-only rows, states tied to dates: constraints that somebody dropped guard nothing."""

    identifier = "guards"
    sentence = "Every constraint and trigger that the models declare is in force in the database."

    def broken(self) -> list[str]:
        known, enabled = _names(KNOWN), _names(TRIGGERS)
        missing = [name for name in _declared() if name not in known]
        asleep = [name for name in _triggers() if name not in enabled]
        return [f"constraint {name} is missing" for name in missing] + [
            f"trigger {name} is missing or switched off" for name in asleep
        ]


def _models() -> Iterator[type[Model]]:
    for model in apps.get_models():
        if model.__module__.split(".")[0] in OURS and model._meta.managed:
            yield model


def _declared() -> Iterator[str]:
    for model in _models():
        yield from (constraint.name for constraint in model._meta.constraints)


def _triggers() -> Iterator[str]:
    for model, trigger in pgtrigger.registered():
        yield trigger.get_pgid(model)


def _names(query: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {row[0] for row in cursor.fetchall()}
