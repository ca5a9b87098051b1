"""What time does for the worklist: sweeps, urgent mails, digests, acceptances that end."""

from celery import shared_task
from django.contrib.auth import get_user_model

from dpo_office.lib.clock import database_now
from dpo_office.worklist.services import clocks, digests, findings, people, urgent, verifying


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
def return_accepted_findings() -> None:
    """Open the findings that were accepted until yesterday."""
    findings.return_accepted(people.today(database_now()))


@shared_task(ignore_result=True)
def verify_office() -> None:
    """Ask every invariant; what does not hold is a finding until it does again."""
    verifying.tell(verifying.verify())
