"""What time does for accountability: evidence files, and what is published."""

from celery import shared_task
from django.db import transaction

from dpo_office.accountability.services import claims, evidence_files
from dpo_office.evidence.services import office_keys
from dpo_office.lib.clock import database_now


@shared_task(ignore_result=True)
def make_evidence_files() -> None:
    """Make those that wait; only the worker of queue `keys` can. Twice: the second finds none."""
    evidence_files.make_all(office_keys.signer(), now=database_now())


@shared_task(ignore_result=True)
def check_claims() -> None:
    """Ask whether what is published can stand. Twice: the second sees the same again."""
    claims.check()


def soon() -> None:
    """Begin once the transaction is committed; without broker the schedule finds it."""
    transaction.on_commit(_call, robust=True)


def _call() -> None:
    make_evidence_files.apply_async(queue="keys", expires=50, retry=False)
