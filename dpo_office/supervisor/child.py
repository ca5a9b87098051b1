"""One process that the office keeps: started, watched, started again, stopped."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None, use_errno=True)


class NotReady(RuntimeError):
    """A process did not answer in time, or ended while it was starting."""


@dataclass
class Child:
    """A direct child in its own process group; it dies when the supervisor does."""

    name: str
    command: Sequence[str | Path]
    environment: Mapping[str, str]
    is_ready: Callable[[], bool] = lambda: True
    stop_signals: Sequence[tuple[signal.Signals, float]] = ((signal.SIGTERM, 20.0),)
    as_user: int | None = None
    before_start: Callable[[], None] = lambda: None
    quiet: bool = False
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    failures: int = field(default=0, init=False)
    started_at: float = field(default=0.0, init=False)

    def start(self) -> None:
        """Start the process; its lines are passed on with its name before them."""
        self.before_start()
        self.started_at = time.monotonic()
        user = {"user": self.as_user, "group": self.as_user, "extra_groups": ()}
        self.process = subprocess.Popen(  # noqa: S603  # our own argument lists
            [str(word) for word in self.command],
            env=dict(self.environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=_die_with_parent,  # prctl alone runs there
            **(user if self.as_user is not None else {}),
        )
        threading.Thread(target=self._pass_on, args=(self.process,), daemon=True).start()

    def wait_until_ready(self, seconds: float = 60.0) -> None:
        """Poll until it answers. Raises NotReady when it ends or stays silent."""
        until = time.monotonic() + seconds
        while not self.is_ready():
            if not self.alive:
                raise NotReady(f"{self.name} ended while it was starting")
            if time.monotonic() > until:
                raise NotReady(f"{self.name} did not answer within {seconds:.0f} s")
            time.sleep(0.05)

    @property
    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def stop(self) -> None:
        """Ask in turn with each signal and its patience in seconds, then kill the group."""
        for number, patience in self.stop_signals:
            if not self.alive:
                break
            self.process.send_signal(number)
            try:
                self.process.wait(patience)
            except subprocess.TimeoutExpired:
                continue
        self.clear()

    def clear(self) -> None:
        """End whatever is left of its process group."""
        if self.process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def _pass_on(self, process: subprocess.Popen[bytes]) -> None:
        for line in process.stdout or ():
            if not self.quiet:
                text = line.decode(errors="replace").rstrip()
                sys.stderr.write(f"{self.name:>8} | {text}\n")


def _die_with_parent() -> None:
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
