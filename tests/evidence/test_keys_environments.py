"""Who holds which key, read from the processes of an office that really runs (13.3.1-13.3.3)."""

import os
import signal
import urllib.error
import urllib.request
from pathlib import Path

import psycopg
import pytest

from tests.supervisor.running import RunningOffice, descendants, new_folder, tidy, until

SETTINGS = ("SECRET_KEY", "FILES_KEY", "DIGEST_KEY")
CANARY = "zzqcanaryzzq"  # in each secret that the office is given
MAIL = """
from django.core.mail import send_mail
send_mail("Hello", "a link", None, ["a@mail.example"])
"""


def secret(name):
    return f"{CANARY}-{name.lower()}-{'7' * 40}"


@pytest.fixture(scope="module")
def office():
    """Opened with secrets that we know, and a mail server that is away."""
    state = new_folder()
    folder = state / "keys"
    folder.mkdir()
    for name in SETTINGS:
        (folder / name).write_text(secret(name))
    fallbacks = folder / "fallbacks"
    fallbacks.write_text(f"{secret('one')},{secret('two')}\n")
    running = RunningOffice(
        state, "--empty",
        SMTP_URL=f"smtp://office:{secret('smtp')}@127.0.0.1:9",
        SECRET_KEY_FALLBACKS_FILE=str(fallbacks), FILES_KEY_FALLBACKS_FILE=str(fallbacks),
    )  # fmt: skip
    try:
        yield running.open()
    finally:
        tidy(running)


def environment_of(number):
    lines = Path(f"/proc/{number}/environ").read_bytes().split(b"\0")
    return dict(line.decode().split("=", 1) for line in lines if b"=" in line)


def holders(office, *names):
    return {
        process
        for process, number in office.children().items()
        if set(names) & set(environment_of(number))
    }


def test_where_the_openpgp_keys_are_is_known_to_the_keys_worker_alone(office):
    assert holders(office, "GNUPGHOME") == {"keys"}


def test_the_keys_of_data_are_given_to_whoever_opens_data(office):
    """Neither beat, nor the database, nor the broker."""
    for name in ("FILES_KEY", "DIGEST_KEY", "FILES_KEY_FALLBACKS"):
        assert holders(office, name, f"{name}_FILE") == {"web", "worker", "keys"}


def test_beat_says_what_it_does_without(office):
    beat = environment_of(office.children()["beat"])
    assert beat["OFFICE_WITHOUT"] == "FILES_KEY,FILES_KEY_FALLBACKS,DIGEST_KEY"


def test_no_environment_holds_a_key_itself(office):
    """13.3.1: files by name; SMTP_URL is this test's own shortcut."""
    for number in descendants(office.process.pid):
        try:
            found = [k for k, v in environment_of(number).items() if CANARY in v]
        except OSError:  # it has just ended
            continue
        assert set(found) <= {"SMTP_URL"}


def test_the_files_of_keys_are_for_their_owner(office):
    assert (office.state / "keys").stat().st_mode & 0o777 == 0o700


def page(office, path, **headers):
    address = f"http://127.0.0.1:{office.port}{path}"
    request = urllib.request.Request(address, headers=headers)  # our own
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.read().decode() + str(answer.headers)
    except urllib.error.HTTPError as refusal:
        return refusal.read().decode() + str(refusal.headers)


def rows_of(office):
    """Every row of every table as text."""
    url = office.services()["DATABASE_URL"]
    user, rest = url.removeprefix("postgres://").split("@", 1)
    name, query = rest.lstrip("/").split("?", 1)
    parts = dict(each.split("=", 1) for each in query.split("&"))
    account, _, password = user.partition(":")
    place = {"host": parts["host"].replace("%2F", "/"), "port": parts.get("port", "5432")}
    with psycopg.connect(dbname=name, user=account, password=password, **place) as server:
        tables = server.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        ).fetchall()
        for (table,) in tables:
            query = psycopg.sql.SQL("SELECT t::text FROM {} t").format(
                psycopg.sql.Identifier(table)
            )
            yield from (row for (row,) in server.execute(query))


def test_a_secret_reaches_no_log_no_page_no_row_and_no_command_line(office):
    """13.3.2: after good pages, error pages, a mail that can't leave, and a dead worker."""
    pages = [
        page(office, path, **headers)
        for path, headers in (
            ("/accounts/login/", {}), ("/admin/", {}), ("/nowhere", {}), ("/healthz", {}),
            ("/admin/", {"Host": "elsewhere.example"}), ("/p/unknown/", {}),
            ("/api/v1/openapi.json", {}), ("/accounts/login/", {"Cookie": "session=x; csrf=y"}),
        )
    ]  # fmt: skip
    sent = office.manage("shell", "-c", MAIL)
    assert sent.returncode == 0, sent.stderr
    until(lambda: any("refused" in row.lower() for row in rows_of(office)), 90)
    worker = office.children()["worker"]
    lines = [
        Path(f"/proc/{n}/cmdline").read_bytes().decode() for n in descendants(office.process.pid)
    ]
    os.kill(worker, signal.SIGKILL)
    until(lambda: office.children().get("worker", worker) != worker)
    told = [*pages, *lines, *office.said, *rows_of(office), sent.stdout, sent.stderr]
    told.append((office.state / "services.env").read_text())
    checked = office.manage("check", "--deploy")
    told += [checked.stdout, checked.stderr]
    assert CANARY not in "".join(told)
