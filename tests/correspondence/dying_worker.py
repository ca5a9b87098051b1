"""A Celery worker that is killed (SIGKILL, by itself) at a named point of a mail's way."""

import os
import signal
import sys

from dpo_office.celery import app
from dpo_office.correspondence.carriers.smtp import SmtpCarrier


def die(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)


def dying_after(method):
    def call(*args, **kwargs):
        method(*args, **kwargs)
        die()

    return call


POINTS = {
    "": lambda: None,
    "claimed, before DATA": lambda: setattr(SmtpCarrier, "carry", die),
    "DATA asked, nothing handed over": lambda: setattr(SmtpCarrier, "_handed_over", die),
    "handed over, result not written": lambda: setattr(
        SmtpCarrier, "carry", dying_after(SmtpCarrier.carry)
    ),
}

if __name__ == "__main__":
    POINTS[sys.argv[1]]()
    app.worker_main(
        ["worker", "--pool=solo", "-Q", "urgent,default", "--without-mingle", "--loglevel=info"]
    )
