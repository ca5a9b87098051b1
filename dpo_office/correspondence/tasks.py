"""What time does with mails: the outbox is emptied, and nothing in it is forgotten.

Work is rows. A task that Redis loses costs one period of the sweep and no mail.
"""

import time

from celery import shared_task
from django.db import transaction

from dpo_office.correspondence.models import Delivery
from dpo_office.correspondence.services import outbox
from dpo_office.lib.clock import database_now

QUEUES = {True: "urgent", False: "default"}
BATCH_SECONDS = 60  # then others of the queue come in between; the sweep calls again
LIMIT = 300  # seconds; OUTBOX_CLAIM_LIFE is longer, so no living worker is taken for dead


@shared_task(time_limit=LIMIT, ignore_result=True)
def deliver(delivery_id: int) -> None:
    """Send one mail now."""
    outbox.deliver(delivery_id)


@shared_task(time_limit=LIMIT, ignore_result=True)
def deliver_due(urgent: bool) -> None:
    """Send the waiting mails of one queue, over one connection, for a minute at most."""
    end = time.monotonic() + BATCH_SECONDS
    while outbox.deliver_next(urgent=urgent) and time.monotonic() < end:
        pass


@shared_task(ignore_result=True)
def sweep_outbox() -> None:
    """Find what is due or was left by a dead worker, and call workers for it."""
    for urgent in outbox.sweep(database_now()):
        deliver_due.apply_async([urgent], queue=QUEUES[urgent], expires=30)


def soon(delivery: Delivery) -> None:
    """Send it once the transaction is committed; without broker the sweep finds it."""
    queue = QUEUES[delivery.urgent]
    transaction.on_commit(
        lambda: deliver.apply_async([delivery.pk], queue=queue, retry=False), robust=True
    )
