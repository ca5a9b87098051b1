"""What time does for evidence: seals on the trail, an end to files and to signatures."""

from celery import shared_task
from django.utils import timezone

from dpo_office.evidence.services import (
    anchoring,
    approvals,
    file_sweep,
    files,
    nightly,
    office_keys,
    sealing,
)
from dpo_office.lib.clock import database_now

LIMIT = 300  # seconds: gpg may hang, and the queue of keys has one worker
NIGHT_LIMIT = 1200  # below the broker's visibility time-out


@shared_task(ignore_result=True, time_limit=LIMIT)
def seal_trail() -> None:
    """Seal what is surely committed; only the worker of queue `keys` can."""
    sealing.seal_committed(office_keys.signer())


@shared_task(ignore_result=True)
def anchor_head() -> None:
    """Let the head of the trail leave the office."""
    anchoring.anchor(database_now())


@shared_task(ignore_result=True, time_limit=NIGHT_LIMIT)
def verify_trail(whole: bool = False) -> None:
    """Verify what was sealed since the last time, or all of it; a fault becomes a finding."""
    nightly.verify(whole=whole)


@shared_task(ignore_result=True)
def remove_expired_files() -> None:
    """Remove the files whose time is over. Twice: the second finds none."""
    files.remove_expired(timezone.now())


@shared_task(ignore_result=True)
def sweep_files() -> None:
    """Compare the disk with the rows. Twice: the second finds the same, or less."""
    file_sweep.sweep(timezone.now())


@shared_task(ignore_result=True)
def lapse_approvals() -> None:
    """Close the requests for a signature whose time is over. Twice: the second finds none."""
    approvals.lapse_over(timezone.now())
