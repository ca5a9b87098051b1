"""PostgreSQL and Valkey, unless the environment names others."""

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from dpo_office.supervisor import keys, postgres, valkey
from dpo_office.supervisor.child import Child


def services(
    state: Path, sockets: Path, environment: Mapping[str, str], *, durable: bool
) -> tuple[list[Child], dict[str, str]]:
    """The children to start and the URLs by which they are reached.

    A service whose URL is in `environment` is used and not started.
    """
    children, urls = [], {}
    if "DATABASE_URL" not in environment:
        children.append(postgres.child(state / "postgres", sockets, durable=durable))
        urls["DATABASE_URL"] = postgres.url(sockets)
    if "REDIS_URL" not in environment:
        port = valkey.free_port()
        children.append(valkey.child(state / "valkey", port, durable=durable))
        urls["REDIS_URL"] = f"redis://127.0.0.1:{port}/0"
    return children, urls


@contextmanager
def throwaway(environment: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Services of their own for one command; gives its environment, leaves nothing behind."""
    folder = Path(tempfile.mkdtemp(prefix="office-", dir="/tmp"))  # sockets are short
    folder.chmod(0o711)  # the database's account must reach its own folder
    children, urls = services(folder, folder / "s", environment, durable=False)
    try:
        for child in children:
            child.start()
        for child in children:
            child.wait_until_ready()
        yield {**environment, **urls, "FILES_ROOT": str(folder / "files")} | keys.files(
            folder / "keys"
        )
    finally:
        for child in reversed(children):
            child.stop()
        shutil.rmtree(folder, ignore_errors=True)


def short_folder(state: Path) -> Path:
    """Where sockets lie: inside the state folder, or in /tmp where that path is too long."""
    inside = state / "s"
    if len(str(inside)) < 80:  # the kernel allows 107 bytes with the socket's own name
        return inside
    return Path(f"/tmp/office-{os.getuid()}-{abs(hash(str(state))) % 10**8}")  # noqa: S108
