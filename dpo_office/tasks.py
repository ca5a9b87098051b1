"""The heartbeat: beat, broker and a worker all had to work for it to be fresh."""

from celery import shared_task
from django.core.cache import cache
from django.utils import timezone

from dpo_office import clock_watch
from dpo_office.health import HEARTBEAT
from dpo_office.lib.clock import database_now


@shared_task(ignore_result=True)
def beat_once() -> None:
    """Leave the time at which a scheduled task was last done, and compare the clocks."""
    now = timezone.now()
    clock_watch.compare(now, database_now())
    cache.set(HEARTBEAT, now.timestamp(), timeout=None)
