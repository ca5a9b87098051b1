"""Answers to a table of questions, so that others can check our dates against theirs.

A question is a JSON object: id, kind (a rule, or dsr_suspended), received_at, country, tz and,
for a pause, clarification_requested_at and clarification_received_at.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dpo_office.lib.periods.deadlines import due
from dpo_office.lib.periods.errors import BadVector, BadVectorFile
from dpo_office.lib.periods.local_time import local_date, local_time, read_time
from dpo_office.lib.periods.pauses import Pause
from dpo_office.lib.periods.rules import rule

SUSPENDED = {"dsr_suspended": "dsr_base"}


def read_vectors(path: Path) -> list[Mapping[str, Any]]:
    """The questions of a file: a JSON list, or an object with the list `vectors`."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadVectorFile(path=path, why=error) from error
    vectors = found.get("vectors") if isinstance(found, dict) else found
    if not isinstance(vectors, list) or not all(isinstance(v, dict) for v in vectors):
        raise BadVectorFile(path=path, why="it holds no list of vectors")
    return vectors


def answer(vector: Mapping[str, Any]) -> dict[str, str]:
    """`{"id", "due"}`, the last local day; for hours `{"id", "due_at"}`, RFC 3339 and strict."""
    try:
        return {"id": vector["id"], **_answer(vector)}
    except KeyError as error:
        raise BadVector(id=vector.get("id"), why=f"{error.args[0]} is missing") from error
    except (TypeError, ValueError) as error:
        raise BadVector(id=vector.get("id"), why=error) from error


def _answer(vector: Mapping[str, Any]) -> dict[str, str]:
    started_at, tz = read_time(vector["received_at"]), vector["tz"]
    rule_id = SUSPENDED.get(vector["kind"], vector["kind"])
    applied = rule(rule_id, on=local_date(started_at, tz))
    when = due(applied, started_at, country=vector["country"], tz=tz, pauses=_pauses(vector))
    if applied.in_hours:
        return {"due_at": local_time(when.at, tz).isoformat()}
    return {"due": when.on.isoformat()}


def _pauses(vector: Mapping[str, Any]) -> list[Pause]:
    if "clarification_requested_at" not in vector:
        return []
    asked, received = (vector[f"clarification_{what}_at"] for what in ("requested", "received"))
    return [(read_time(asked), read_time(received))]
