"""What the times of redelivery rest on."""

from django.conf import settings


def test_no_task_is_thought_lost_while_it_runs():
    """A task still at work when it comes again would run twice at once, for nothing."""
    options = settings.CELERY_BROKER_TRANSPORT_OPTIONS
    assert options["visibility_timeout"] > 2 * settings.CELERY_TASK_TIME_LIMIT
    assert (options["unacked_restore_interval"], options["unacked_restore_throttle"]) == (10, 1)


def test_a_task_is_gone_from_the_queue_only_when_it_is_done():
    assert settings.CELERY_TASK_ACKS_LATE
    assert settings.CELERY_TASK_REJECT_ON_WORKER_LOST
    assert settings.CELERY_WORKER_PREFETCH_MULTIPLIER == 1
