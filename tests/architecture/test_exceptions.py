"""security/exceptions.toml: each exception has a reason, an owner and an end that has not come."""

import tomllib
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FIELDS = {"id", "package", "reason", "owner", "until"}
TODAY = datetime.now(UTC).date()


def wrong_with(entries: list[dict], today: date) -> list[str]:
    """A sentence for each entry that must not stand."""
    found = []
    for entry in entries:
        if entry.keys() != FIELDS or not all(entry[name] for name in ("id", "reason", "owner")):
            found.append(f"{entry.get('id')}: not all of {sorted(FIELDS)}")
        elif entry["until"] < today:
            found.append(f"{entry['id']}: was accepted until {entry['until']}")
    return found


def test_no_exception_is_incomplete_or_over():
    text = (ROOT / "security" / "exceptions.toml").read_text()
    assert wrong_with(tomllib.loads(text).get("exception", []), TODAY) == []


WHOLE = {"id": "A-1", "package": "", "reason": "Not used.", "owner": "Security", "until": TODAY}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({}, None),
        ({"until": TODAY - timedelta(days=1)}, "was accepted until"),
        ({"reason": ""}, "not all of"),
        ({"note": "x"}, "not all of"),
    ],
)
def test_an_exception_that_is_over_or_incomplete_is_told(change, words):
    found = wrong_with([WHOLE | change], TODAY)
    assert len(found) == bool(words)
    assert all(words in sentence for sentence in found)
