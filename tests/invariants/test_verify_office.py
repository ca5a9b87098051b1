"""`verify_office`: what it prints, how it ends, what the night makes of it (security bar, 3)."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from dpo_office.lib import doors
from dpo_office.worklist import tasks
from dpo_office.worklist.models import Finding
from dpo_office.worklist.services import verifying

pytestmark = pytest.mark.django_db


class Told:
    """An invariant that answers what the test says."""

    identifier, sentence = "told", "What the test says holds."

    def __init__(self) -> None:
        self.lines: list[str] = []

    def broken(self) -> list[str]:
        return self.lines


@pytest.fixture
def told(monkeypatch, profile) -> Told:
    """The only invariant of the office."""
    monkeypatch.setattr(doors, "invariants", doors.Registry("invariants"))
    return doors.invariants.register(Told())


def ask(*options: str) -> str:
    out = StringIO()
    call_command("verify_office", *options, stdout=out)
    return out.getvalue()


def test_a_sound_office_is_ok_and_ends_with_zero(closed):
    """Every invariant that any app has registered, on a case that went all the way."""
    lines = ask().splitlines()
    assert len(lines) == len(list(doors.invariants)) >= 8
    assert all(line.startswith("ok") for line in lines)


def test_what_is_broken_is_printed_and_ends_with_one(told):
    told.lines = ["SR-2026-0001: not so"]
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("verify_office", stdout=out)
    assert ended.value.code == 1
    assert "BROKEN  told: What the test says holds." in out.getvalue()
    assert "SR-2026-0001: not so" in out.getvalue()


def test_json_is_one_document_for_programs(told):
    (row,) = json.loads(ask("--json"))
    assert row == {"identifier": "told", "sentence": told.sentence, "broken": [], "holds": True}


def test_a_breach_is_one_finding_however_often_it_is_seen(told):
    told.lines = ["SR-2026-0001: not so", "SR-2026-0002: not so"]
    tasks.verify_office()
    tasks.verify_office()
    finding = Finding.objects.get(check_name="invariant.told")
    assert "Broken by 2, first: SR-2026-0001" in finding.text
    assert finding.is_failure


def test_the_finding_is_resolved_once_it_holds_again(told):
    told.lines = ["SR-2026-0001: not so"]
    tasks.verify_office()
    told.lines = []
    tasks.verify_office()
    assert Finding.objects.get(check_name="invariant.told").status == "resolved"


def test_one_that_cannot_be_asked_counts_as_broken_and_stops_no_other(told, monkeypatch):
    """The error's own message may quote data, so it is not shown."""
    failing = Told()
    failing.identifier = "failing"
    doors.invariants.register(failing)

    def fail() -> list[str]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 'maarit@mail.example'::int")

    monkeypatch.setattr(failing, "broken", fail)
    verdicts = {verdict.identifier: verdict for verdict in verifying.verify()}
    assert verdicts["failing"].broken == ("It could not be checked: DataError.",)
    assert verdicts["told"].holds


def test_a_very_long_breach_fits_into_a_finding(told):
    told.lines = ["SR-2026-0001: " + "not so " * 100]
    tasks.verify_office()
    assert len(Finding.objects.get().text) == 300
