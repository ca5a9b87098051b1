"""A dump restored into another cluster: sealed on, in a lineage of its own, and told."""

import shutil
import subprocess
import tempfile
from io import StringIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.db import connection

from dpo_office.evidence.models import Event, Seal, record
from dpo_office.evidence.services import lineages
from dpo_office.supervisor import postgres
from dpo_office.worklist.models import Finding
from tests.databases import database_url
from tests.evidence.conftest import run, without_triggers

# An office that lived: its transaction ids are above those that a restore takes itself.
BURN = """DO $$ BEGIN
    FOR i IN 1..3000 LOOP PERFORM pg_current_xact_id(); COMMIT; END LOOP;
END $$"""
LIBPQ = {"LC_ALL": "C", "PATH": "/usr/bin:/bin"}


@pytest.fixture
def second_cluster():
    """Another PostgreSQL, made by its own initdb; gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="office-second-", dir="/tmp"))
    folder.chmod(0o711)
    child = postgres.child(folder / "data", folder / "run", durable=False)
    child.start()
    child.wait_until_ready()
    yield SimpleNamespace(socket=folder / "run", child=child)
    child.stop()
    shutil.rmtree(folder)


@pytest.fixture
def move_there(second_cluster):
    """Dumps the database in use by the server's own pg_dump, restores it there, connects there."""
    before = dict(connection.settings_dict)

    def move():
        dump = second_cluster.socket.parent / "dump"
        tool("pg_dump", "-Fc", "-f", dump, "-d", database_url())
        there = ["-h", second_cluster.socket, "-U", "office"]
        tool("createdb", *there, "restored")
        tool("pg_restore", *there, "--exit-on-error", "-d", "restored", dump)
        connect(NAME="restored", HOST=str(second_cluster.socket), PORT="", USER="office")

    yield move
    connect(**before)


def tool(name, *words):
    done = subprocess.run(
        [postgres.binaries() / name, *map(str, words)], capture_output=True, env=LIBPQ, text=True
    )
    assert done.returncode == 0, done.stderr


def connect(**where):
    connection.close()
    connection.close_pool()
    options = {k: v for k, v in connection.settings_dict["OPTIONS"].items() if k != "host"}
    connection.settings_dict.update({"OPTIONS": options, **where})


def sealed_ids():
    return [pk for s in Seal.objects.order_by("number") for pk, _leaf in s.unpacked()]


def test_a_restored_database_goes_on_in_a_lineage_of_its_own(seal, write, move_there, somebody):
    for _ in range(3):
        write()
    seal()
    run(BURN)
    write()  # the rest: not sealed when the dump was taken
    old = lineages.current()
    burnt = Event.objects.latest("id").xid
    move_there()

    assert lineages.current() != old
    record("matter.after", somebody, by=None)
    assert Event.objects.latest("id").xid < burnt  # numbers start lower: the fault happened
    assert seal() >= 2
    assert sorted(sealed_ids()) == list(Event.objects.order_by("id").values_list("id", flat=True))
    lines = list(Seal.objects.order_by("number").values_list("lineage", flat=True))
    assert lines == sorted(lines, key=lambda line: line != old)  # the rest of the old one first
    assert lines.count(old) == 2
    said = StringIO()
    call_command("verify_audit", "--all", stdout=said)  # a fault would be an error
    assert "The trail verifies." in said.getvalue()


def test_it_says_so_once(seal, write, move_there):
    write()
    seal()
    old = lineages.current()
    move_there()
    assert not Event.objects.filter(kind="trail.restored").exists()
    seal()
    seal()
    event = Event.objects.get(kind="trail.restored")
    assert event.facts == {"from": str(old), "to": str(lineages.current()), "seal": 1}
    finding = Finding.objects.get(check_name="trail.restored")
    assert "restored into another server" in finding.text


def test_a_database_that_stays_says_nothing(seal, write):
    write()
    seal()
    write()
    seal()
    assert not Event.objects.filter(kind="trail.restored").exists()


def test_an_event_that_turns_up_in_a_lineage_that_was_closed_is_never_sealed(
    seal, write, move_there
):
    write()
    seal()
    old = lineages.current()
    move_there()
    write()
    seal()
    with without_triggers("evidence_event"):
        run(
            "INSERT INTO evidence_event (kind, facts, commitments, lineage, xid) "
            "VALUES ('matter.forged', '{}', '{}', %s, '99999999')",
            old,
        )
    assert seal() == 0
