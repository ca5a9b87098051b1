"""Letting the registered purgers work, and keeping the record of it (P2.4, F5)."""

import time
from datetime import datetime, timedelta

import structlog
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from dpo_office.lib import doors
from dpo_office.lib.door_shapes import Purger
from retention.models import PurgeRun

log = structlog.get_logger()

ABANDONED_AFTER = timedelta(minutes=30)  # thrice a task's hard time limit


def kinds_due(now: datetime) -> list[str]:
    """Identifiers of the purgers that have something to remove at `now` (aware)."""
    return [purger.identifier for purger in doors.purgers if purger.plan(now).due]


def run(identifier: str, now: datetime) -> PurgeRun | None:
    """Let one purger work; None when it is unknown, idle or at work already.

    A purger commits batch by batch, so a run that dies keeps what it did and the next goes on.
    """
    purger = doors.purgers.get(identifier)
    if purger is None or (begun := _begin(purger, now)) is None:
        return None
    began = time.monotonic()
    try:
        purged = purger.purge(now)
    except Exception as failure:  # noqa: BLE001  # whatever failed, the record says so
        log.error("purge_failed", purger=identifier, failure=type(failure).__name__)
        trouble = _("It stopped with %(kind)s.") % {"kind": type(failure).__name__}
        end = _now_since(now, began)
        begun.move_to(PurgeRun.Status.FAILED, by=None, finished_at=end, trouble=trouble)
        return begun
    oldest, end = purger.oldest(), _now_since(now, began)
    done = PurgeRun.Status.DONE
    begun.move_to(done, by=None, finished_at=end, purged=purged, oldest_after=oldest)
    return begun


def _now_since(then: datetime, began: float) -> datetime:
    """`then`, and what has passed since; a clock set back makes no run shorter than nothing."""
    return then + timedelta(seconds=time.monotonic() - began)


def _begin(purger: Purger, now: datetime) -> PurgeRun | None:
    """The record of a run that has something to do and is the only one of its kind.

    It looks only after it holds the record: what another has just removed is not due any more.
    """
    _end_abandoned(purger.identifier, now)
    try:
        with transaction.atomic():
            begun = PurgeRun.objects.create(purger=purger.identifier, started_at=now, due=0)
            plan = purger.plan(now)
            if not plan.due:
                transaction.set_rollback(True)
                return None
            begun.due, begun.held, begun.oldest_before = plan.due, plan.held, plan.oldest
            begun.save(update_fields=["due", "held", "oldest_before"])
    except IntegrityError:  # one_running_purge_per_kind: another worker is at it
        return None
    return begun


def _end_abandoned(identifier: str, now: datetime) -> None:
    for dead in PurgeRun.objects.abandoned(now - ABANDONED_AFTER).filter(purger=identifier):
        trouble = _("Its worker died; the next run goes on.")
        dead.move_to(PurgeRun.Status.FAILED, by=None, finished_at=now, trouble=trouble)
