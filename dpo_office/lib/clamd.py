"""Asking a clamd over its socket whether a file is malicious (INSTREAM, see clamd(8)).

Thirty lines of our own: the clients on the package index are abandoned.
"""

import socket
from collections.abc import Iterable

TIME_OUT = 60.0  # seconds; a scan of the largest file takes a few


class ScannerAway(Exception):
    """There is no answer, or none that we understand."""


def found_in(chunks: Iterable[bytes], *, address: str) -> str:
    """The name of what was found; empty when the file is clean.

    `address` is a path, or "host:port". Raises ScannerAway.
    """
    try:
        with _connected(address) as line:
            line.sendall(b"zINSTREAM\0")
            for chunk in chunks:
                if chunk:
                    line.sendall(len(chunk).to_bytes(4, "big") + chunk)
            line.sendall(b"\0\0\0\0")
            answer = line.makefile("rb").read(4096).rstrip(b"\0\n").decode("ascii", "replace")
    except OSError as failure:
        raise ScannerAway(type(failure).__name__) from None
    if answer == "stream: OK":
        return ""
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        return answer.removeprefix("stream: ").removesuffix(" FOUND")
    raise ScannerAway("it answered something else")


def _connected(address: str) -> socket.socket:
    if not address.startswith("/"):
        host, _, port = address.rpartition(":")
        return socket.create_connection((host, int(port)), timeout=TIME_OUT)
    line = socket.socket(socket.AF_UNIX)
    line.settimeout(TIME_OUT)
    try:
        line.connect(address)
    except OSError:
        line.close()
        raise
    return line
