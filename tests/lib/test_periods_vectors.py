"""Every vector of tests/data/deadline_vectors.json, worked out by hand from the law (P5.1)."""

import json
from datetime import date, datetime
from pathlib import Path

import pytest

from dpo_office.lib.periods import due, rule

VECTORS = json.loads((Path(__file__).parents[1] / "data/deadline_vectors.json").read_text())
VECTORS = VECTORS["vectors"]
every_vector = pytest.mark.parametrize("vector", VECTORS, ids=[v["id"] for v in VECTORS])


def due_of(vector):
    started_at = datetime.fromisoformat(vector["received_at"])
    on = date.fromisoformat(vector["received_local_date"])
    asked, answered = (vector.get(f"clarification_{what}_at") for what in ("requested", "received"))
    return due(
        rule("dsr_base" if asked else vector["kind"], on),
        started_at,
        country=vector["country"],
        tz=vector["tz"],
        pauses=[(datetime.fromisoformat(asked), datetime.fromisoformat(answered))] if asked else [],
    )


@every_vector
def test_last_day_is_as_worked_out_by_hand(vector):
    assert due_of(vector).on.isoformat() == vector["expected_due_local_date"]


@every_vector
def test_nominal_day_is_as_worked_out_by_hand(vector):
    assert due_of(vector).nominal.isoformat() == vector["nominal_date"]


@pytest.mark.parametrize("vector", [v for v in VECTORS if "expected_due_at" in v])
def test_hours_end_at_the_strict_instant(vector):
    assert due_of(vector).at == datetime.fromisoformat(vector["expected_due_at"])
