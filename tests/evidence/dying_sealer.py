"""A sealer in a process of its own, killed (SIGKILL, by itself) at a named point."""

import os
import signal
import sys

import django


def die(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)


def dying_after(method):
    def call(*args, **kwargs):
        method(*args, **kwargs)
        die()

    return call


def main(point: str) -> None:
    django.setup()
    from dpo_office.evidence import tasks
    from dpo_office.evidence.services import sealing
    from dpo_office.evidence.services.office_keys import Signer

    match point:
        case "batch read, not signed":
            Signer.sign = die
        case "signed, not stored":
            sealing._store = die
        case "stored, more to do":
            sealing._store = dying_after(sealing._store)
            sealing.MOST = 1
    tasks.seal_trail()


if __name__ == "__main__":
    main(sys.argv[1])
