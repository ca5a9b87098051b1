"""One process that the office keeps: started, watched, started again, stopped."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

PR_SET_PDEATHSIG = 1
PRCTL = ctypes.CDLL(None).prctl  # looked up here: after a fork another thread may hold the loader


class NotReady(RuntimeError):
    """A process did not answer in time, or ended while it was starting."""


class Interrupted(RuntimeError):
    """We were told to stop while we waited."""


@dataclass
class Child:
    """A direct child in its own process group; it dies when the supervisor does."""

    name: str
    command: Sequence[str | Path | int]
    environment: Mapping[str, str]
    folder: Path = Path("/")
    user: int | None = None
    is_ready: Callable[[], bool] = lambda: True
    stop_signals: Sequence[tuple[signal.Signals, float]] = ((signal.SIGTERM, 20.0),)  # patience: s
    before_start: Callable[[], None] = lambda: None
    after_stop: Callable[[], None] = lambda: None
    quiet: bool = False
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    reader: threading.Thread | None = field(default=None, init=False)
    started_at: float = field(default=0.0, init=False)
    last_lines: deque[str] = field(default_factory=lambda: deque(maxlen=20), init=False)

    def start(self) -> None:
        """Start the process; its lines are passed on with its name before them."""
        self.before_start()
        self.started_at = time.monotonic()
        as_user = {"user": self.user, "group": self.user, "extra_groups": ()} if self.user else {}
        self.process = subprocess.Popen(  # noqa: S603  # our own argument lists
            [str(word) for word in self.command],
            env=dict(self.environment),
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=die_with_parent(),
            **as_user,
        )
        self.reader = threading.Thread(target=self._pass_on, args=(self.process,), daemon=True)
        self.reader.start()

    def wait_until_ready(
        self, seconds: float = 60.0, *, told_to_stop: Callable[[], bool] = lambda: False
    ) -> None:
        """Poll until it answers. Raises NotReady when it ends or stays silent, or Interrupted."""
        until = time.monotonic() + seconds
        while not self.is_ready():
            if told_to_stop():
                raise Interrupted
            if not self.alive:
                raise NotReady(f"{self.name} ended while it was starting.{self._last_words()}")
            if time.monotonic() > until:
                raise NotReady(f"{self.name} is silent for {seconds:.0f} s.{self._last_words()}")
            time.sleep(0.05)

    def wait_until_ended(self, *, told_to_stop: Callable[[], bool] = lambda: False) -> int:
        """Its exit code, once all it said was passed on. Raises Interrupted."""
        while self.alive:
            if told_to_stop():
                self.stop()
                raise Interrupted
            time.sleep(0.05)
        if self.reader:
            self.reader.join(5)
        return self.exit_code or 0

    @property
    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    @property
    def exit_code(self) -> int | None:
        return self.process and self.process.poll()

    def stop(self) -> None:
        """Ask in turn with each signal, then kill whatever is left of the group."""
        for number, patience in self.stop_signals:
            if self.process and self.alive:
                self.process.send_signal(number)
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self.process.wait(patience)
        self.clear()
        self.after_stop()

    def clear(self) -> None:
        """End whatever is left of its process group."""
        if self.process:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def _pass_on(self, process: subprocess.Popen[bytes]) -> None:
        for line in process.stdout or ():
            text = line.decode(errors="replace").rstrip()
            self.last_lines.append(text)
            with contextlib.suppress(OSError, ValueError):  # nobody reads us: drain it all the same
                if not self.quiet:
                    sys.stderr.write(f"{self.name:>8} | {text}\n" if self.name else f"{text}\n")

    def _last_words(self) -> str:
        if self.reader:
            self.reader.join(1)  # it may be behind
        return "".join(f"\n{self.name:>8} | {line}" for line in self.last_lines if self.quiet)


def die_with_parent() -> Callable[[], None]:
    """For a new process before it runs its program: end as soon as we have ended, however."""
    parent = os.getpid()

    def ask_the_kernel() -> None:
        PRCTL(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)

    return ask_the_kernel
