"""A worker with one task more: it says that it began, and the first time it does not end."""

import os
import time
from pathlib import Path

from dpo_office.celery import app

CALLED = "tests.faults.sleep_once"


@app.task(name=CALLED, ignore_result=True)
def sleep_once(folder: str) -> None:
    """Leave a file with the number of the process; sleep if it is the first one."""
    first = not any(Path(folder).iterdir())
    (Path(folder) / f"began-{os.getpid()}").touch()
    if first:
        time.sleep(3600)
    (Path(folder) / "ended").touch()


if __name__ == "__main__":
    app.conf.broker_transport_options["visibility_timeout"] = float(os.environ["VISIBILITY"])
    app.worker_main(["worker", "--loglevel=WARNING", "-Q", "default", "-c", "1"])
