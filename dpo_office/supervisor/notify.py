"""Saying and hearing READY=1, as services of systemd do (sd_notify)."""

import contextlib
import os
import socket
from pathlib import Path


def say_ready() -> None:
    """Tell whoever started us, here our supervisor, in production systemd; silent without one."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    if address.startswith("@"):  # Linux' abstract sockets
        address = "\0" + address[1:]
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.sendto(b"READY=1", address)


class Ear:
    """Listens for one process's READY=1 on a socket of its own."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.line: socket.socket | None = None

    def open(self) -> None:
        """Start listening anew, before the process starts."""
        self.close()
        self.line = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.line.setblocking(False)
        self.line.bind(str(self.path))

    def heard(self) -> bool:
        with contextlib.suppress(BlockingIOError):
            while self.line:
                if b"READY=1" in self.line.recv(4096):
                    return True
        return False

    def close(self) -> None:
        if self.line:
            self.line.close()
        self.path.unlink(missing_ok=True)
