"""Events about somebody, and the owner's power to do what the office can't."""

from contextlib import contextmanager

import pytest
from django.db import connection

from dpo_office.evidence.models import record
from dpo_office.organisation.models import User


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


@contextmanager
def without_triggers(*tables):
    """As the owner of the tables might do, by night."""
    for table in tables:
        run(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    yield
    for table in tables:
        run(f"ALTER TABLE {table} ENABLE TRIGGER USER")
