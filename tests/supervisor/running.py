"""An office that really runs, in a folder of its own, and its processes as the kernel sees them."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

from dpo_office.supervisor.command import CHECKOUT
from dpo_office.supervisor.valkey import free_port

MARKS = {  # what tells each process by its command line
    "postgres": "bin/postgres -D",
    "migrate": "manage.py migrate",
    "valkey": "valkey-server",
    "web": "gunicorn",
    "worker": "-n worker@",
    "keys": "-n keys@",
    "beat": "manage.py beat",
}
KEPT = [name for name in MARKS if name != "migrate"]


def until(true: Callable[[], object], seconds: float = 120) -> None:
    """Wait until it is so; fail when it never comes about."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it never came about"
        time.sleep(0.02)


def lives(number: int) -> bool:
    """Whether the process runs; one that only waits to be buried does not."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def children(number: int) -> list[int]:
    """Numbers of the direct children."""
    try:
        return [int(n) for n in Path(f"/proc/{number}/task/{number}/children").read_text().split()]
    except OSError:
        return []


def descendants(number: int) -> list[int]:
    """Children, and theirs."""
    return [n for child in children(number) for n in (child, *descendants(child))]


def name_of(number: int) -> str:
    try:
        line = Path(f"/proc/{number}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""
    return next((name for name, mark in MARKS.items() if mark in line), "")


class RunningOffice:
    """`manage.py office` with these words; said lines, children, pages."""

    def __init__(self, state: Path, *words: str, **environment: str) -> None:
        self.state, self.port = state, free_port()
        kept = {k: v for k, v in os.environ.items() if not k.endswith("_URL")}
        kept |= {"OFFICE_STATE": str(state), "PASSWORD_ROUNDS": "1000", **environment}
        self.command = [sys.executable, "manage.py", "office", "--port", str(self.port), *words]
        self.process = subprocess.Popen(
            self.command, cwd=CHECKOUT, env=kept, stderr=subprocess.PIPE, text=True
        )
        self.said: list[str] = []
        self.started: list[str] = []  # names in the order in which they were first seen
        threading.Thread(target=self._listen, daemon=True).start()
        threading.Thread(target=self._watch, daemon=True).start()

    def open(self) -> "RunningOffice":
        until(lambda: self.heard("Everything runs") or not self.runs, 300)
        assert self.runs, "\n".join(self.said)
        return self

    def heard(self, words: str) -> bool:
        return any(words in line for line in self.said)

    @property
    def runs(self) -> bool:
        return self.process.poll() is None

    def children(self) -> dict[str, int]:
        """Number of each process that lives, by name."""
        numbers = children(self.process.pid)
        return {name: n for n in numbers if lives(n) and (name := name_of(n))}

    def services(self) -> dict[str, str]:
        lines = (self.state / "services.env").read_text().splitlines()
        return dict(line.split("=", 1) for line in lines)

    def status(self, path: str = "/accounts/login/") -> int:
        """What the page answers; 0 when nobody does."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as page:
                return page.status
        except urllib.error.HTTPError as refusal:
            return refusal.code
        except OSError:
            return 0

    def manage(self, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Another command of this checkout, beside the running office."""
        return manage(self.state, *words, **environment)

    def stop(self, number: signal.Signals = signal.SIGINT) -> None:
        """Tell it to stop, and wait until it has."""
        self.process.send_signal(number)
        self.process.wait(120)

    def _listen(self) -> None:
        for line in self.process.stderr or ():
            self.said.append(line.rstrip())

    def _watch(self) -> None:
        while self.runs and not self.heard("Everything runs"):
            for name in map(name_of, children(self.process.pid)):
                if name and name not in self.started:
                    self.started.append(name)
            time.sleep(0.005)


def manage(state: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """`manage.py` with these words in that state folder, to its end."""
    kept = {k: v for k, v in os.environ.items() if not k.endswith("_URL")}
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=CHECKOUT,
        env={**kept, "OFFICE_STATE": str(state), **environment},
        capture_output=True,
        text=True,
        timeout=120,
    )


def new_folder() -> Path:
    """Short, since sockets lie in it, and open to the database's account."""
    folder = Path(tempfile.mkdtemp(prefix="office-test-", dir="/tmp"))
    folder.chmod(0o755)
    return folder


def tidy(office: RunningOffice) -> None:
    """Stop it however it can be stopped, and forget its folder."""
    if office.runs:
        office.process.send_signal(signal.SIGINT)
        try:
            office.process.wait(60)
        except subprocess.TimeoutExpired:
            office.process.kill()
    office.process.wait()
    shutil.rmtree(office.state, ignore_errors=True)
