"""Invariant 6: change <=> event; the trail verifies; sealing goes on."""

from datetime import timedelta

import pytest

from dpo_office.evidence import trail_invariants
from dpo_office.lib import doors
from dpo_office.lib.clock import database_now
from dpo_office.worklist.models import Finding
from dpo_office.worklist.services import findings, people
from tests.evidence.conftest import run, without_triggers


def broken(identifier) -> list[str]:
    return doors.invariants.get(identifier).broken()


@pytest.fixture
def finding(somebody, dpo) -> Finding:
    found = findings.raise_finding(
        "test", about=somebody, owner=dpo, due_on=people.today(), text="A store is away."
    )
    findings.resolve(found, by=dpo)
    return found


@pytest.mark.django_db
def test_every_move_is_told(finding):
    assert broken("trail_tells_moves") == []


@pytest.mark.django_db
def test_a_state_that_was_set_by_hand_is_named(finding):
    Finding.objects.filter(pk=finding.pk).update(status="open")
    assert broken("trail_tells_moves") == [f"finding {finding.pk} is open, which no event tells"]


@pytest.mark.django_db
def test_a_move_without_any_event_is_named(somebody, dpo):
    found = findings.raise_finding(
        "test", about=somebody, owner=dpo, due_on=people.today(), text="A store is away."
    )
    Finding.objects.filter(pk=found.pk).update(status="resolved")
    assert broken("trail_tells_moves") == [f"finding {found.pk} is resolved, which no event tells"]


def test_an_altered_event_breaks_the_trail(seal, write):
    event = write()
    seal()
    assert broken("trail_verifies") == []
    with without_triggers("evidence_event"):
        run("UPDATE evidence_event SET kind = 'x' WHERE id = %s", event.pk)
    assert broken("trail_verifies") == [f"Event {event.pk} was altered (signature 1)."]


def test_sealing_that_stands_still_is_named(own_database, write, monkeypatch):
    write()
    assert broken("trail_is_sealed") == []
    later = database_now() + timedelta(minutes=10)
    monkeypatch.setattr(trail_invariants, "database_now", lambda: later)
    assert "waits for 0:10" in broken("trail_is_sealed")[0]
