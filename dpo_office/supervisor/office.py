"""The whole office on one machine: database, queue, web, workers, beat."""

import fcntl
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

from dpo_office.supervisor import keys
from dpo_office.supervisor.child import Child, NotReady
from dpo_office.supervisor.services import services, short_folder

LONGEST_BACK_OFF = 30.0
STEADY_AFTER = 60.0  # seconds of life after which earlier failures are forgotten


class Office:
    """Starts everything in order, keeps it alive, stops it in reverse."""

    def __init__(self, root: Path, port: int, *, demo: bool, say: Callable[[str], None]) -> None:
        self.state = root / ".office"
        self.root, self.port, self.demo, self.say = root, port, demo, say
        self.children: list[Child] = []
        self.stopping = False

    def run(self) -> int:
        """Run until told to stop; 0 then, 1 when something never came up."""
        self._lock()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._stop)
        try:
            self._open()
            while not self.stopping:
                self._mend()
                time.sleep(0.2)
        except (NotReady, subprocess.CalledProcessError) as failure:
            self.say(f"The office could not start: {failure}")
            return 1
        finally:
            for child in reversed(self.children):
                child.stop()
            (self.state / "services.env").unlink(missing_ok=True)
        return 0

    def _open(self) -> None:
        backing, urls = services(self.state, short_folder(self.state), os.environ, durable=True)
        environment = {**os.environ, **urls, **keys.files(self.state / "keys")}
        environment |= {
            "OFFICE_DEMO": "1" if self.demo else "0",
            "SITE_URL": f"http://localhost:{self.port}",
        }
        environment.pop("GNUPGHOME", None)
        for child in backing:
            self._start(child)
        self._write_services(environment)
        self._manage(environment, "migrate", "--verbosity=0")
        if self.demo:
            self._manage(environment, "load_demo")
        for child in self._processes(environment):
            self._start(child)
        self._tell(environment)

    def _processes(self, environment: dict[str, str]) -> list[Child]:
        python = sys.executable
        celery = [python, "-m", "celery", "-A", "dpo_office", "--workdir", self.root]
        worker = [*celery, "worker", "--loglevel=WARNING", "--without-gossip", "--without-mingle"]
        web = [python, "-m", "gunicorn", "dpo_office.wsgi", "--chdir", self.root]
        web += ["--bind", f"127.0.0.1:{self.port}", "--worker-class", "gthread", "--threads", "8"]
        web += ["--no-control-socket"]
        secret_worker = {**environment, **keys.gnupg_home(self.state / "gnupg")}
        return [
            Child("web", web, environment, is_ready=self._answers),
            Child(
                "worker",
                [*worker, "-n", "worker@%h", "-Q", "urgent,default,bulk", "-c", "2"],
                environment,
            ),
            Child("keys", [*worker, "-n", "keys@%h", "-Q", "keys", "-c", "1"], secret_worker),
            Child("beat", [python, "manage.py", "beat"], environment),
        ]

    def _start(self, child: Child) -> None:
        self.children.append(child)
        child.start()
        child.wait_until_ready()

    def _mend(self) -> None:
        """Start again what died, each time a little later; it may need another first."""
        for child in self.children:
            lived = time.monotonic() - child.started_at
            if child.alive:
                child.failures = 0 if lived > STEADY_AFTER else child.failures
            elif lived > min(0.2 * 2**child.failures, LONGEST_BACK_OFF):
                child.failures += 1
                child.clear()
                self.say(f"{child.name} ended ({child.process.returncode}); starting it again")
                child.start()

    def _manage(self, environment: dict[str, str], *words: str) -> None:
        command = [sys.executable, "manage.py", *words]
        subprocess.run(command, env=environment, cwd=self.root, check=True)  # noqa: S603

    def _write_services(self, environment: dict[str, str]) -> None:
        """What another command of this checkout needs to reach the running office."""
        names = ("DATABASE_URL", "REDIS_URL", "SITE_URL", "OFFICE_DEMO")
        names += tuple(f"{name}_FILE" for name in keys.NAMES)
        path = self.state / "services.env"
        path.touch(mode=0o600)
        path.write_text(
            "".join(f"{name}={environment[name]}\n" for name in names if name in environment)
        )

    def _answers(self) -> bool:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=2)
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False
        return True

    def _tell(self, environment: dict[str, str]) -> None:
        began = float(os.environ.get("OFFICE_STARTED", 0))
        took = f" after {time.time() - began:.1f} s" if began else ""
        self.say(f"Open{took}: http://localhost:{self.port}")
        if self.demo:
            self._manage(environment, "demo_links")

    def _lock(self) -> None:
        self.state.mkdir(exist_ok=True)
        self.lock = (self.state / "lock").open("w")
        try:
            fcntl.flock(self.lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            sys.exit("The office of this checkout is running already.")

    def _stop(self, *_: object) -> None:
        self.stopping = True
