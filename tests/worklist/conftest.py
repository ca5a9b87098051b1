"""A record that clocks and tasks can be about, people who own them, a letter that went out."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from itertools import count
from threading import Barrier

import pytest
from django.db import connection

from dpo_office.correspondence.models import Letter, TemplateVersion
from dpo_office.lib import doors
from dpo_office.lib.door_shapes import ClockSubject
from dpo_office.organisation.models import User
from dpo_office.parties.models import Customer
from dpo_office.worklist.services import clocks

RECEIVED = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
LATER = datetime(2028, 6, 1, tzinfo=UTC)
numbers = count(1)


@pytest.fixture(autouse=True)
def _later(time_machine):
    """Long after all that these tests tell of, unless a test goes back."""
    time_machine.move_to(LATER)


@pytest.fixture
def person():
    """Makes a user of the office."""

    def make(name: str = "") -> User:
        number = next(numbers)
        return User.objects.create_user(f"user{number}@office.example", name=name or f"U{number}")

    return make


@pytest.fixture
def owner(person):
    return person("Olga Owner")


@pytest.fixture
def case():
    """Makes a record to be about."""
    return lambda: Customer.objects.create(name=f"Customer {next(numbers)}")


@pytest.fixture
def letter(case):
    """Makes a letter; sent unless said otherwise."""

    def make(status: str = Letter.Status.SENT) -> Letter:
        return Letter.objects.create(
            about=case(),
            version=TemplateVersion.objects.first(),
            to="person@mail.example",
            subject="Please show us who you are",
            body="",
            drafted_body="",
            status=status,
            sent_at=RECEIVED if status == Letter.Status.SENT else None,
        )

    return make


@pytest.fixture
def start(case, owner):
    """Starts a clock, by default the legal one of a request received on Mon 2 Nov 2026."""

    def begin(rule_id: str = "dsr_base", started_at: datetime = RECEIVED, **fields):
        fields = {"owner": owner, "by": owner, **fields}
        about = fields.pop("about", None) or case()
        return clocks.start(about, rule_id, started_at=started_at, **fields)

    return begin


class Customers:
    """Names customers as a case app would name its cases."""

    model = "parties.customer"

    def describe(self, ids, *, viewer=None):
        who = "of K. Proovik" if viewer else ""
        return {pk: ClockSubject(f"Answer {who}", f"SR-2026-{pk:04}", f"/case/{pk}/") for pk in ids}


@pytest.fixture
def described(monkeypatch):
    """Customers have references as long as the test lasts."""
    monkeypatch.setitem(doors.clock_handlers._items, Customers.model, Customers())


def in_threads(count, job):
    """Run `job` in that many threads at the same moment, each with its own connection."""
    barrier = Barrier(count)

    def run(_):
        barrier.wait()
        try:
            return job()
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))
