"""G3: an idle sweep reads the partial index of running clocks, whatever has been closed."""

from datetime import timedelta

import pytest
from django.db import connection

from benchmarks.sweep import IDLE, START, fill
from dpo_office.worklist.services.sweeping import SWEEP, values_of

START_OF_TIME = (START - timedelta(days=1000), 0)


def plan_of_idle_sweep() -> dict:
    with connection.cursor() as cursor:
        explain = f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {SWEEP}"
        cursor.execute(explain, values_of(IDLE, START_OF_TIME, 5000))
        return cursor.fetchone()[0][0]["Plan"]


def nodes(plan: dict) -> list[dict]:
    return [plan] + [node for child in plan.get("Plans", []) for node in nodes(child)]


def buffers(plan: dict) -> int:
    return plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]


@pytest.fixture
def clocks_of(own_database):
    """Fills the tables with running and stopped clocks."""
    return lambda running, stopped: fill(running, stopped)


def test_an_idle_sweep_touches_only_the_partial_index(clocks_of):
    clocks_of(500, 5_000)
    read = [node for node in nodes(plan_of_idle_sweep()) if node["Actual Loops"]]
    scans = {node.get("Index Name") for node in read if "Scan" in node["Node Type"]}
    assert "clock_next_alert" in scans
    assert "Seq Scan" not in {node["Node Type"] for node in read}


@pytest.mark.parametrize("stopped", [2_000, 20_000])
def test_what_it_reads_does_not_grow_with_what_was_closed(clocks_of, stopped):
    clocks_of(500, stopped)
    plan_of_idle_sweep()  # the catalogue is read once
    assert buffers(plan_of_idle_sweep()) <= 4
