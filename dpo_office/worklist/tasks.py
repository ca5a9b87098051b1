"""What time does for the worklist: sweeps, urgent mails, digests, acceptances that end."""

from celery import shared_task
from django.contrib.auth import get_user_model
from django.db import transaction

from dpo_office.lib.clock import database_now
from dpo_office.worklist.models import BulkRun
from dpo_office.worklist.services import (
    bulk,
    clocks,
    digests,
    errands,
    findings,
    people,
    urgent,
    verifying,
)

BULK_SECONDS = 60  # then the sweep, or the task itself, calls again


@shared_task(ignore_result=True)
def sweep_clocks() -> None:
    """Raise the alerts that are due, and mail those that cannot wait."""
    now = database_now()
    clocks.sweep(now)
    while urgent.mail_deadlines(now):
        pass
    while urgent.mail_failures(now):
        pass


@shared_task(ignore_result=True)
def send_digests() -> None:
    """Queue the digest of everybody who has not had today's."""
    for user_id in digests.readers_due(database_now()):
        send_digest.delay(user_id)


@shared_task(ignore_result=True)
def send_digest(user_id: int) -> None:
    """One person's digest; a second run finds it made."""
    digests.send_morning(get_user_model().objects.get(pk=user_id), database_now())


@shared_task(ignore_result=True)
def work_on_bulk(run_id: int) -> None:
    """Go on with a bulk run for a while, then let others of the queue come in between."""
    if bulk.work_on(run_id, seconds=BULK_SECONDS):
        work_on_bulk.apply_async([run_id], queue="bulk")


@shared_task(ignore_result=True)
def sweep_bulk() -> None:
    """Call a worker for every run that was begun and is not at its end."""
    for run_id in BulkRun.objects.unfinished().values_list("pk", flat=True):
        work_on_bulk.apply_async([run_id], queue="bulk", expires=50)


def bulk_soon(run: BulkRun) -> None:
    """Go on once the transaction is committed; without broker the sweep finds it."""
    transaction.on_commit(
        lambda: work_on_bulk.apply_async([run.pk], queue="bulk", retry=False), robust=True
    )


@shared_task(ignore_result=True)
def remind_colleagues() -> None:
    """Remind colleagues of what is due by tomorrow, once each."""
    now = database_now()
    while errands.remind_next(now):
        pass


@shared_task(ignore_result=True)
def return_accepted_findings() -> None:
    """Open the findings that were accepted until yesterday."""
    findings.return_accepted(people.today(database_now()))


@shared_task(ignore_result=True)
def verify_office() -> None:
    """Ask every invariant; what does not hold is a finding until it does again."""
    verifying.tell(verifying.verify())
