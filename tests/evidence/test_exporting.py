"""An export is verified without the office: by Python and gpg alone, in an empty environment."""

import json
import subprocess
import sys
import zipfile
from datetime import date, timedelta
from io import StringIO
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command

from dpo_office.evidence import verify_export
from dpo_office.evidence.models import Event
from dpo_office.evidence.services.erasing import erase_details
from dpo_office.lib import doors
from tests.evidence.conftest import settle

VERIFIER = verify_export.__file__


@pytest.fixture
def export(own_database, signer, tmp_path):
    """Runs the command; the archive."""

    def run(*words):
        settle()
        file = tmp_path / f"{len(list(tmp_path.iterdir()))}.zip"
        call_command("export_audit", str(file), *words, stdout=StringIO())
        return file

    return run


@pytest.fixture
def three(write, seal) -> list[Event]:
    """In two seals."""
    events = [write(reason="a secret reason"), write()]
    seal()
    return [*events, write()]


def verify(file, *words):
    """By the script alone: no office, no settings, no other module of ours."""
    command = [sys.executable, "-I", VERIFIER, str(file), *words]
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, cwd="/")
    return SimpleNamespace(code=done.returncode, lines=done.stdout.splitlines(), err=done.stderr)


def meddled(file, name, change):
    """The archive with one member changed by a function over its bytes; None removes it."""
    with zipfile.ZipFile(file) as archive:
        parts = {n: archive.read(n) for n in archive.namelist()}
    parts[name] = change(parts.get(name, b""))
    with zipfile.ZipFile(file, "w") as archive:
        for part, data in parts.items():
            if data is not None:
                archive.writestr(part, data)
    return file


def test_an_export_verifies_offline(export, three, signer):
    done = verify(export(), "--key", signer.fingerprint)
    assert (done.code, done.err) == (0, "")
    assert "3 events in 2 seals; 0 more as a hash only." in done.lines
    assert done.lines[-1] == "It verifies."


def test_it_names_the_keys_to_compare(export, three, signer):
    assert f"Signed by: {signer.fingerprint} (compare it!)" in verify(export()).lines


def test_another_key_than_the_one_that_was_named_is_refused(export, three):
    done = verify(export(), "--key", "0" * 40)
    assert done.code == 1
    assert any("signed by another key" in line for line in done.lines)


def lines_without(number):
    def change(data):
        kept = [line for line in data.splitlines(True) if json.loads(line)["event"]["id"] != number]
        return b"".join(kept)

    return change


def test_a_missing_event_is_named(export, three):
    pk = three[1].pk
    done = verify(meddled(export(), "events.jsonl", lines_without(pk)))
    assert done.code == 1
    assert done.lines[:2] == [
        "events.jsonl is not the file that was signed.",
        f"Event {pk} is missing (seal 1).",
    ]


def test_an_altered_event_is_named(export, three):
    file = meddled(export(), "events.jsonl", lambda data: data.replace(b"noted", b"other", 1))
    assert f"Event {three[0].pk} was altered (seal 1)." in verify(file).lines


def test_an_inserted_event_is_named(export, three):
    def change(data):
        line = json.loads(data.splitlines()[0])
        line["event"]["id"] = 999
        return data + json.dumps(line).encode() + b"\n"

    assert "Event 999 was inserted." in verify(meddled(export(), "events.jsonl", change)).lines


def test_a_missing_seal_is_named_with_its_events(export, three):
    file = meddled(export(), "seals.jsonl", lambda data: data.split(b"\n", 1)[1])
    done = verify(file)
    assert "Seal 1 is missing." in done.lines
    assert done.code == 1


def test_an_event_that_is_turned_into_a_withheld_one_shows(export, three):
    """Whoever drops an event may say that it was withheld; the manifest knows better."""
    file = meddled(export(), "events.jsonl", lines_without(three[0].pk))
    number = f"[[{three[0].pk}, ".encode()
    done = verify(meddled(file, "seals.jsonl", lambda data: data.replace(number, b"[[null, ", 1)))
    assert done.code == 1
    assert "seals.jsonl is not the file that was signed." in done.lines


@pytest.mark.parametrize(
    "name", ["manifest.json", "manifest.json.asc", "seals.jsonl", "README.txt"]
)
def test_a_file_that_is_gone_is_named(export, three, name):
    done = verify(meddled(export(), name, lambda data: None))
    assert done.code == 1
    assert any(name in line for line in done.lines)


def test_a_file_that_was_added_is_named(export, three):
    done = verify(meddled(export(), "extra.txt", lambda data: b"x"))
    assert "extra.txt was added to the export." in done.lines


def test_a_manifest_that_was_altered_is_named(export, three):
    done = verify(meddled(export(), "manifest.json", lambda d: d.replace(b'"office"', b'"Office"')))
    assert done.lines[0].startswith("The manifest: its signature does not hold")


def test_what_is_no_export_is_refused_with_a_sentence(tmp_path):
    (tmp_path / "x.zip").write_bytes(b"no archive")
    done = verify(tmp_path / "x.zip")
    assert (done.code, done.lines) == (1, ["The export can't be read: BadZipFile"])


def test_no_value_leaves_in_clear(export, three):
    """F6: what may be personal is in details, and these are not exported."""
    with zipfile.ZipFile(export()) as archive:
        assert all(b"a secret reason" not in archive.read(name) for name in archive.namelist())


def test_erased_values_leave_the_export_whole(export, three, somebody):
    erase_details(about=somebody, by=None)
    assert verify(export()).code == 0


class Gag:
    """Withholds what a test says."""

    identifier = "gag"

    def __init__(self, pk):
        self.pk = pk

    def withheld(self, events):
        return events & {self.pk}


def test_a_withheld_event_leaves_as_a_hash_only(export, three, monkeypatch):
    monkeypatch.setattr(doors, "withholders", doors.Registry("withholders"))
    doors.withholders.register(Gag(three[1].pk))
    file = export()
    done = verify(file)
    assert done.code == 0
    assert "2 events in 2 seals; 1 more as a hash only." in done.lines
    with zipfile.ZipFile(file) as archive:
        assert f'"id": {three[1].pk},'.encode() not in archive.read("events.jsonl")
        assert f"[{three[1].pk}, ".encode() not in archive.read("seals.jsonl")


def test_what_is_about_one_case_leaves_and_the_rest_as_hashes(
    export, write, somebody, dpo, monkeypatch
):
    write(about=dpo)
    mine = write()

    class Case:
        identifier = "test"

        def records(self, reference):
            return [somebody] if reference == "XX-1" else []

    monkeypatch.setattr(doors, "case_records", doors.Registry("records"))
    doors.case_records.register(Case())
    file = export("--about", "XX-1")
    assert "1 events in 1 seals; 1 more as a hash only." in verify(file).lines
    with zipfile.ZipFile(file) as archive:
        (line,) = archive.read("events.jsonl").splitlines()
    assert json.loads(line)["event"]["id"] == mine.pk
    with pytest.raises(CommandError, match="knows nothing"):
        export("--about", "XX-2")


def test_a_time_is_days_of_the_organisation(export, three, profile):
    today = date.today()  # noqa: DTZ011  # only to be far from it
    long_ago = str(today - timedelta(days=9))
    assert "3 events in 2 seals; 0 more as a hash only." in verify(export("--from", long_ago)).lines
    assert "0 events in 0 seals; 0 more as a hash only." in verify(export("--to", long_ago)).lines
    for words in (["--from", str(today), "--to", long_ago], ["--about", "x", "--to", long_ago]):
        with pytest.raises(CommandError):
            export(*words)


def test_without_the_keys_nothing_is_exported(own_database, write, tmp_path, settings):
    settings.GNUPGHOME = ""
    with pytest.raises(CommandError, match="GNUPGHOME is not set"):
        call_command("export_audit", str(tmp_path / "x.zip"))
    assert list(tmp_path.glob("*.zip*")) == []


def test_nothing_is_overwritten_and_an_export_is_told(export, three, tmp_path):
    file = export()
    with pytest.raises(CommandError, match="exists"):
        call_command("export_audit", str(file))
    assert Event.objects.get(kind="trail.exported").facts["events"] == 3
    with pytest.raises(CommandError, match="can't be written"):
        call_command("export_audit", str(tmp_path / "none" / "x.zip"))
    assert list(tmp_path.glob("*.part")) == []
