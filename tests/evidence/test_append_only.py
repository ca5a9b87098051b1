"""F6, 16.4.2: the trail only grows, whoever asks."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from dpo_office.evidence.models import Event, EventDetail
from tests.evidence.conftest import run

pytestmark = pytest.mark.django_db


def refused(statement: str, *values) -> bool:
    with pytest.raises(IntegrityError, match="the trail only grows"), transaction.atomic():
        run(statement, *values)
    return True


@pytest.mark.parametrize("mode", ["origin", "replica", "local"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE evidence_event SET kind = 'other.thing'",
        "UPDATE evidence_event SET facts = facts",
        "DELETE FROM evidence_event",
        "TRUNCATE evidence_event CASCADE",
        "UPDATE evidence_eventdetail SET value = 'other'",
        "UPDATE evidence_eventdetail SET value = value",
        "UPDATE evidence_eventdetail SET name = 'other', value = NULL, salt = NULL",
        "DELETE FROM evidence_eventdetail",
        "TRUNCATE evidence_eventdetail",
    ],
)
def test_what_is_written_stays_whatever_the_session_sets(write, statement, mode):
    """Triggers of replication modes are the ones that a session setting switches off."""
    write(reason="old")
    run("SET CONSTRAINTS ALL IMMEDIATE")  # TRUNCATE would stumble over deferred ones first
    run(f"SET LOCAL session_replication_role = {mode}")
    assert refused(statement)
    assert EventDetail.objects.get().value == "old"


def test_the_orm_is_refused_as_well(write):
    event = write()
    for deed in (event.delete, lambda: Event.objects.update(kind="x"), event.save):
        with pytest.raises(IntegrityError, match="only grows"), transaction.atomic():
            deed()
    assert Event.objects.get().kind == "matter.noted"


@pytest.mark.parametrize(
    "chosen",
    [
        {"at": timezone.now() - timedelta(days=9)},
        {"xid": 3},
    ],
)
def test_an_event_cannot_choose_its_time_or_transaction(db, chosen):
    with pytest.raises(IntegrityError, match="insert on evidence_event"), transaction.atomic():
        Event.objects.create(kind="matter.noted", **chosen)
    assert not Event.objects.exists()


def test_an_event_knows_its_transaction_and_its_cluster(write):
    event = write()
    event.refresh_from_db()
    told = run("SELECT pg_current_xact_id()::text, (pg_control_system()).system_identifier")
    assert [(str(event.xid), event.lineage)] == told
    assert event.nonce


def test_a_role_without_rights_can_still_name_the_cluster(db):
    """The default of `lineage` is asked with the rights of whoever writes."""
    run("CREATE ROLE office_test_plain")
    run("SET LOCAL ROLE office_test_plain")
    assert run("SELECT (pg_control_system()).system_identifier > 0") == [(True,)]
    run("RESET ROLE")
