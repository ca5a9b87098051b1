"""All that the database says, in a form that two runs of the same work can be compared by."""

import json
from collections import Counter
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import fields

OURS = ("dpo_office", "requests_app", "retention", "breaches")
# Differ from run to run by design: numbers of rows, times, random salts and nonces.
VOLATILE = (fields.AutoField, fields.DateTimeField, fields.UUIDField, models.BinaryField)
NAMES = {"xid", "lineage", "commitments", "about_id", "message_id", "signature", "previous"}
NAMES |= {"stored_as", "sealed_name", "sha256", "size"}  # archives hold times and signatures
NAMES |= {"token_hash", "tries", "made"}  # random, or how often two met
# Facts that are numbers of rows: of two who insert the same finding one burns a number.
NUMBERS = {"finding", "file", "size"}
# Two sweeps at once may share the clocks; each tells of its part and of when it ran.
OF_RUNS = {"clocks.swept"}


def of_database() -> Counter[str]:
    """How often each row stands in the database, without what no two runs have in common."""
    rows: Counter[str] = Counter()
    for model in apps.get_models():
        if model.__module__.startswith(OURS):
            names = [f.attname for f in model._meta.concrete_fields if _counts(f)]
            for values in model._base_manager.values(*names).iterator():
                if values.get("kind") in OF_RUNS:
                    continue
                if values.get("secret"):
                    values["body"] = "sealed"
                for name in NUMBERS & set(values.get("facts") or ()):
                    values["facts"][name] = "a number"
                rows[f"{model._meta.label} {json.dumps(values, sort_keys=True, default=str)}"] += 1
    return rows


def _counts(field: Any) -> bool:
    return not isinstance(field, VOLATILE) and field.attname not in NAMES
