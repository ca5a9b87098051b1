"""What time does with mails: the outbox is emptied, and nothing in it is forgotten.

Work is rows. A task that Redis loses costs one period of the sweep and no mail.
"""

from celery import shared_task
from django.db import transaction

from dpo_office.correspondence.models import Delivery
from dpo_office.correspondence.services import outbox
from dpo_office.lib.clock import database_now

QUEUES = {True: "urgent", False: "default"}
BATCH_SECONDS = 60  # then others of the queue come in between; the sweep calls again
LIMIT = 300  # seconds; OUTBOX_CLAIM_LIFE is longer, so no living worker is taken for dead


@shared_task(time_limit=LIMIT, ignore_result=True)
def deliver_due(urgent: bool) -> None:
    """Send the waiting mails, urgent ones or the others, over one connection."""
    outbox.drain(urgent=urgent, seconds=BATCH_SECONDS)


@shared_task(ignore_result=True)
def sweep_outbox() -> None:
    """Find what is due or was left by a dead worker, and call workers for it."""
    for urgent in outbox.sweep(database_now()):
        _call(urgent)


def soon(delivery: Delivery) -> None:
    """Send it once the transaction is committed; without broker the sweep finds it."""
    urgent = delivery.urgent
    transaction.on_commit(lambda: _call(urgent), robust=True)


def _call(urgent: bool) -> None:
    deliver_due.apply_async([urgent], queue=QUEUES[urgent], expires=30, retry=False)
