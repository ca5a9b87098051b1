"""Events about somebody, seals on them, and what the owner of the tables can do."""

import time
from contextlib import contextmanager

import psycopg
import pytest
from django.db import connection

from dpo_office.evidence.models import record
from dpo_office.evidence.services import sealing
from dpo_office.organisation.models import User


@pytest.fixture
def seal(own_database, signer):
    """Seals all that is committed by now; the number of seals made."""

    def once():
        settle()
        return sealing.seal_committed(signer)

    return once


@pytest.fixture
def seal_at_once(own_database, signer):
    """Seals without waiting for other transactions to end."""
    return lambda: sealing.seal_committed(signer)


@pytest.fixture
def somebody(db) -> User:
    """A record for events to be about."""
    return User.objects.create_user("about@office.example", name="Some Body")


@pytest.fixture
def write(somebody):
    """Writes an event about somebody."""

    def one(kind="matter.noted", about=None, **values):
        return record(kind, about or somebody, by=None, facts={"n": 1}, values=values)

    return one


def run(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else None


def settle(seconds=120):
    """Wait until the horizon of the cluster has passed all that is committed by now.

    Beside us runs another process of the suite, with a transaction open for each of its tests.
    """
    ((now,),) = run("SELECT pg_current_xact_id()::text")
    end = time.monotonic() + seconds
    while run("SELECT pg_snapshot_xmin(pg_current_snapshot()) <= %s::xid8", now) == [(True,)]:
        assert time.monotonic() < end, "a transaction stays open"
        time.sleep(0.02)


@contextmanager
def without_triggers(*tables):
    """As the owner of the tables might do, by night."""
    for table in tables:
        run(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    yield
    for table in tables:
        run(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def other_session():
    """A connection of its own to the database in use."""
    parameters = connection.get_connection_params()
    wanted = {k: parameters[k] for k in ("host", "port", "user", "password") if k in parameters}
    return psycopg.connect(**wanted, dbname=connection.settings_dict["NAME"])
