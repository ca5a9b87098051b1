"""The office's own processes: web, workers, beat."""

import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from pathlib import Path

from dpo_office.supervisor import keys
from dpo_office.supervisor.child import Child
from dpo_office.supervisor.notify import Ear


def manage(checkout: Path, environment: Mapping[str, str], *words: str) -> Child:
    """One command of the office, to be run to its end; it speaks in its own name."""
    return Child("", [sys.executable, "manage.py", *words], environment, folder=checkout)


def web(checkout: Path, environment: Mapping[str, str], port: int) -> Child:
    """The pages, on loopback; ready when it answers the sign-in page."""
    python = [sys.executable, "-W", "ignore:No directory at"]  # nothing is collected here
    command = [*python, "-m", "gunicorn", "dpo_office.wsgi"]
    command += ["--bind", f"127.0.0.1:{port}", "--config", "python:dpo_office.gunicorn_settings"]
    page = f"http://127.0.0.1:{port}/accounts/login/"
    return Child("web", command, environment, folder=checkout, is_ready=lambda: _answers(page))


def worker(checkout: Path, environment: Mapping[str, str], run: Path) -> Child:
    """Does the office's work, the urgent first."""
    words = ["-n", "worker@%h", "-Q", "urgent,default,bulk", "-c", "2"]
    return _notifying("worker", _celery(*words), environment, checkout, run)


def keys_worker(checkout: Path, environment: Mapping[str, str], run: Path, home: Path) -> Child:
    """Signs and decrypts; the only process that knows where the OpenPGP keys are."""
    words = ["-n", "keys@%h", "-Q", "keys", "-c", "1"]
    knowing = {**environment, "GNUPGHOME": str(home)}
    return _notifying(
        "keys", _celery(*words), knowing, checkout, run, at_end=lambda: keys.end_agent(home)
    )


def beat(checkout: Path, environment: Mapping[str, str], run: Path) -> Child:
    """Sends what the schedule says; one that stands by is ready too. It opens and seals nothing."""
    command = [sys.executable, "manage.py", "beat"]
    return _notifying("beat", command, keys.without(environment), checkout, run)


def _celery(*words: str) -> list[str]:
    """A worker that does without its banner and the warning about root, which a demo may be."""
    celery = [sys.executable, "-W", "ignore:You're running the worker", "-m", "celery", "-q"]
    celery += ["-A", "dpo_office", "worker", "--loglevel=WARNING"]
    return [*celery, "--without-gossip", "--without-mingle", *words]


def _notifying(
    name: str,
    command: list[str],
    environment: Mapping[str, str],
    checkout: Path,
    run: Path,
    at_end: Callable[[], None] = lambda: None,
) -> Child:
    """A process that says READY=1 by itself."""
    ear = Ear(run / f"{name}.ready")

    def tidy_up() -> None:
        ear.close()
        at_end()

    return Child(
        name,
        command,
        {**environment, "NOTIFY_SOCKET": str(ear.path)},
        folder=checkout,
        before_start=ear.open,
        is_ready=ear.heard,
        after_stop=tidy_up,
    )


def _answers(page: str) -> bool:
    try:
        urllib.request.urlopen(page, timeout=20)  # noqa: S310  # our own address
    except urllib.error.HTTPError as refusal:
        return refusal.code < 500
    except OSError:
        return False
    return True
