"""`manage.py office`: opened in order, closed in reverse, reached by the commands beside it."""

import re
import signal
import stat
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dpo_office.supervisor.child import Child
from dpo_office.supervisor.office import Office
from tests.supervisor.running import KEPT, MARKS, descendants, lives, until


@pytest.fixture(scope="module")
def environment():
    """As `make run` starts it: it says how long the whole took."""
    return {"OFFICE_STARTED": str(datetime.now(UTC).timestamp() - 1000)}


def test_an_office_opens_in_order_and_says_how_long_it_took(office):
    assert office.started == list(MARKS)
    assert office.status() == 200
    said = re.compile(rf"open after 1\d\d\d\.\d s: http://localhost:{office.port}")
    assert any(said.fullmatch(line) for line in office.said)


def test_the_services_are_written_for_the_owner_alone(office):
    mode = (office.state / "services.env").stat().st_mode
    assert stat.S_IMODE(mode) == 0o600
    assert {"DATABASE_URL", "REDIS_URL", "SECRET_KEY_FILE"} <= set(office.services())


def test_a_command_beside_it_finds_its_database(office):
    done = office.manage("migrate", "--check")
    assert (done.returncode, done.stderr) == (0, "")


def test_a_second_one_in_the_same_checkout_is_refused(office, start):
    second = start("--empty", state=office.state)
    assert second.process.wait(30) == 1
    assert second.said == [f"An office runs from {office.state} already."]
    assert office.status() == 200


def test_only_the_keys_worker_knows_where_the_keys_are(office):
    """Security 13.3.3: read from the processes' own environments."""
    knowing = {
        name
        for name, number in office.children().items()
        if b"GNUPGHOME=" in Path(f"/proc/{number}/environ").read_bytes()
    }
    assert knowing == {"keys"}


ENDS = """
import signal, sys
def end(*_):
    with open(sys.argv[1], "a") as file:
        file.write(sys.argv[2])
    sys.exit()
signal.signal(signal.SIGTERM, end)
print("ready", flush=True)
signal.pause()
"""


def test_what_was_started_last_is_stopped_first_and_before_the_others(tmp_path):
    office, ended = Office(tmp_path, 1, empty=True, say=print), tmp_path / "ended"
    for name in "abcd":
        command = [sys.executable, "-c", ENDS, ended, name]
        office.children.append(child := Child(name, command, {}))
        child.start()
        until(lambda child=child: "ready" in child.last_lines)
    office._close()
    assert ended.read_text() == "dcba"


def test_an_office_closes_and_leaves_nothing(office):
    """The last of this module: it closes the shared one."""
    everything = descendants(office.process.pid)
    assert len(everything) > len(KEPT)
    office.stop()
    assert office.process.returncode == 0
    assert not any(map(lives, everything))
    assert not (office.state / "services.env").exists()


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_it_stops_cleanly_however_it_is_told(start, number):
    office = start().open()
    office.stop(number)
    assert office.process.returncode == 0


@pytest.mark.slow
def test_it_stops_while_it_is_opening(start):
    office = start()
    until(lambda: "migrate" in office.started)
    office.stop()
    assert office.process.returncode == 0
    assert not office.heard("Traceback")
