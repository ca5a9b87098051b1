"""PostgreSQL and Valkey, unless the environment names others."""

import contextlib
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from dpo_office.supervisor import keys, postgres, state, valkey
from dpo_office.supervisor.child import Child, die_with_parent

TEMPORARY = Path("/tmp")  # noqa: S108  # sockets need short paths; each folder is made private


def services(
    folder: Path, environment: Mapping[str, str], *, durable: bool
) -> tuple[list[Child], dict[str, str]]:
    """The children to start and the URLs by which they are reached.

    A service whose URL is in `environment` is used and not started.
    """
    children, urls = [], {}
    if not _given("DATABASE_URL", environment):
        socket = state.sockets(folder) / "pg"
        children.append(postgres.child(folder / "postgres", socket, durable=durable))
        urls["DATABASE_URL"] = postgres.url(socket)
    if not _given("REDIS_URL", environment):
        child, urls["REDIS_URL"] = valkey.server(folder / "valkey", durable=durable)
        children.append(child)
    return children, urls


def _given(name: str, environment: Mapping[str, str]) -> bool:
    return bool(environment.get(name) or environment.get(f"{name}_FILE"))


def run_beside(command: Sequence[str], environment: Mapping[str, str], *, durable: bool) -> int:
    """Run a command beside throw-away services; its exit code, 128 + n after signal n.

    Raises NotReady when the services don't start, OSError when there is no such command.
    """
    with throwaway(environment, durable=durable) as its_environment:
        process = subprocess.Popen(  # noqa: S603  # the developer's own command
            command, env=its_environment, preexec_fn=die_with_parent()
        )
        # A terminal tells Ctrl-C to the command as well: to tell it twice would cut it short.
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            ours = signal.SIG_IGN if number == signal.SIGINT and sys.stdin.isatty() else None
            signal.signal(number, ours or (lambda got, _: process.send_signal(got)))
        code = process.wait()
    return code if code >= 0 else 128 - code


@contextmanager
def throwaway(environment: Mapping[str, str], *, durable: bool) -> Iterator[dict[str, str]]:
    """Services of their own for one command; gives its environment, leaves nothing behind."""
    forget_killed()
    folder = Path(tempfile.mkdtemp(prefix="office-for-", dir=TEMPORARY))
    with state.hold(folder):
        children, urls = services(folder, environment, durable=durable)
        try:
            for child in children:
                child.start()
            for child in children:
                child.wait_until_ready()
            own = {"OFFICE_STATE": str(folder), **urls, **keys.files(folder / "keys")}
            yield {name: environment[name] for name in environment if name != "GNUPGHOME"} | own
        finally:
            for child in reversed(children):
                child.stop()
            shutil.rmtree(folder, ignore_errors=True)


def forget_killed() -> None:
    """Remove what runs left that were killed before they could clean up."""
    for folder in TEMPORARY.glob("office-for-*"):
        with contextlib.suppress(OSError, state.InUse):
            if (folder / "lock").exists():
                state.hold(folder).close()
                shutil.rmtree(folder)
