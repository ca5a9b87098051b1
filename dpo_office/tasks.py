"""The heartbeat: beat, broker and a worker all had to work for it to be fresh."""

from celery import shared_task
from django.core.cache import cache
from django.utils import timezone

from dpo_office.health import HEARTBEAT


@shared_task(ignore_result=True)
def beat_once() -> None:
    """Leave the time at which a scheduled task was last done."""
    cache.set(HEARTBEAT, timezone.now().timestamp(), timeout=None)
