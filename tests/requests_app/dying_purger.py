"""A purge that is killed (SIGKILL, by itself) inside the transaction of its third case."""

import os
import signal

import django

django.setup()

from django.utils import timezone  # noqa: E402

from requests_app.services import redaction  # noqa: E402
from retention.services import purging  # noqa: E402
from tests.requests_app.test_redaction_killed import LATER  # noqa: E402

done = redaction._let_go
calls = iter(range(10))


def let_go_or_die(*args, **kwargs):
    done(*args, **kwargs)
    if next(calls) == 2:
        os.kill(os.getpid(), signal.SIGKILL)


redaction._let_go = let_go_or_die
purging.run("closed_requests", timezone.now() + LATER)
