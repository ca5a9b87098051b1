"""The whole office on one machine: opened in order, kept alive, closed in reverse."""

import os
import signal
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from dpo_office.supervisor import keys, processes, state
from dpo_office.supervisor.child import Child, Interrupted, NotReady
from dpo_office.supervisor.services import services

FIRST_BACK_OFF, LONGEST_BACK_OFF = 0.2, 30.0  # seconds from one start to the next
STEADY_AFTER = 60.0  # seconds of life after which earlier failures are forgotten


class Office:
    """PostgreSQL, migrate, Valkey, web, worker, worker of queue `keys`, beat."""

    def __init__(
        self, checkout: Path, port: int, *, empty: bool, say: Callable[[str], object]
    ) -> None:
        self.checkout, self.port, self.empty, self.say = checkout, port, empty, say
        self.folder = state.folder(checkout)
        self.children: list[Child] = []
        self.failures: dict[str, int] = {}
        self.stopping = False

    def run(self) -> int:
        """Run until told to stop; 0 then, 1 when something never came up. Raises InUse, NoDemo."""
        with state.hold(self.folder):
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(number, self._stop)
            try:
                self._open()
                while not self.stopping:
                    self._mend()
                    time.sleep(0.1)
            except Interrupted:
                return 0
            except NotReady as failure:
                self.say(f"The office could not start: {failure}")
                return 1
            finally:
                self._close()
            return 0

    def _open(self) -> None:
        demo = state.is_demo(self.folder, empty=self.empty)
        backing, urls = services(self.folder, os.environ, durable=True)
        environment = self._environment(urls, demo=demo)
        first, *later = backing if "DATABASE_URL" in urls else [None, *backing]
        if first:
            self._start(first)
        self._manage(environment, "migrate", "--verbosity=0")
        for child in later:
            self._start(child)
        loaded = self.folder / "demo-loaded"
        if demo and not loaded.exists():
            self._manage(environment, "load_demo")
            loaded.touch()
        run = state.sockets(self.folder)
        self._start(processes.web(self.checkout, environment, self.port))
        state.write_services(self.folder, self._shared(environment))
        self._tell(environment, demo=demo)
        home = keys.gnupg_home(self.folder / "gnupg", run)
        self._start(processes.worker(self.checkout, environment, run))
        self._start(processes.keys_worker(self.checkout, environment, run, home))
        self._start(processes.beat(self.checkout, environment, run))
        self.say("Everything runs; Ctrl-C closes the office.")

    def _environment(self, urls: Mapping[str, str], *, demo: bool) -> dict[str, str]:
        """What every process of the office gets; where the OpenPGP keys are is not in it."""
        own = {
            "OFFICE_STATE": str(self.folder),
            "OFFICE_DEMO": "1" if demo else "0",
            "SITE_URL": f"http://localhost:{self.port}",
        }
        environment = {**os.environ, **own, **urls, **keys.files(self.folder / "keys")}
        environment.pop("GNUPGHOME", None)
        return environment

    def _shared(self, environment: Mapping[str, str]) -> dict[str, str]:
        """What another command of this checkout needs to reach the running office."""
        names = ["DATABASE_URL", "REDIS_URL", "SITE_URL", "OFFICE_DEMO", *keys.NAMES]
        names += [f"{name}_FILE" for name in names]
        return {name: environment[name] for name in names if name in environment}

    def _start(self, child: Child) -> None:
        self.children.append(child)
        child.start()
        child.wait_until_ready(told_to_stop=self._told)

    def _manage(self, environment: Mapping[str, str], *words: str) -> None:
        """Run one command to its end. Raises NotReady when it fails."""
        command = processes.manage(self.checkout, environment, *words)
        command.start()
        ended = command.wait_until_ended(told_to_stop=self._told)
        if ended:
            raise NotReady(f"`manage.py {' '.join(words)}` failed")

    def _mend(self) -> None:
        """Start again what died, each time a little later; it may need another first."""
        for child in self.children:
            lived = time.monotonic() - child.started_at
            failures = self.failures.get(child.name, 0)
            if child.alive:
                self.failures[child.name] = 0 if lived > STEADY_AFTER else failures
            elif lived > min(FIRST_BACK_OFF * 2**failures, LONGEST_BACK_OFF):
                self.failures[child.name] = failures + 1
                self.say(f"{child.name} ended ({child.exit_code}); starting it again")
                child.clear()
                child.start()

    def _tell(self, environment: Mapping[str, str], *, demo: bool) -> None:
        began = float(os.environ.get("OFFICE_STARTED") or 0)
        took = f" after {time.time() - began:.1f} s" if began else ""
        self.say(f"open{took}: http://localhost:{self.port}")
        if demo:
            self._manage(environment, "demo_links")

    def _close(self) -> None:
        for child in reversed(self.children):
            child.stop()
        (self.folder / "services.env").unlink(missing_ok=True)

    def _told(self) -> bool:
        return self.stopping

    def _stop(self, *_: object) -> None:
        self.stopping = True
