"""A clamd that answers INSTREAM over a real socket, as clamd(8) describes it."""

import socketserver
import threading
from contextlib import contextmanager

from tests.evidence.files import EICAR


class Scanner(socketserver.ThreadingUnixStreamServer):
    """`answer` replaces what it finds; what it was sent is in `seen`."""

    daemon_threads = True

    def __init__(self, path):
        super().__init__(path, Conversation)
        self.seen, self.answer = [], None


class Conversation(socketserver.StreamRequestHandler):
    def handle(self):
        assert self.rfile.read(10) == b"zINSTREAM\0"
        content = b""
        while length := int.from_bytes(self.rfile.read(4), "big"):
            content += self.rfile.read(length)
        self.server.seen.append(content)
        found = b"stream: Win.Test.EICAR_HDB-1 FOUND" if EICAR in content else b"stream: OK"
        answer = found if self.server.answer is None else self.server.answer
        self.wfile.write(answer + b"\0")


@contextmanager
def running(path):
    with Scanner(str(path)) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield server
        server.shutdown()
