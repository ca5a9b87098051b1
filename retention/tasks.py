"""What time does for retention."""

from celery import shared_task
from django.utils import timezone

from retention.services import purging


@shared_task(ignore_result=True)
def purge_all_due() -> None:
    """Queue a run for each kind of data that has something to remove."""
    for identifier in purging.kinds_due(timezone.now()):
        purge.delay(identifier)


@shared_task(ignore_result=True)
def purge(identifier: str) -> None:
    """Run one purger; safe to run twice, two at once: one works."""
    purging.run(identifier, timezone.now())
