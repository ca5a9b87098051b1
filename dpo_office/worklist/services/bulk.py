"""Bulk work: each record in a transaction of its own; a refusal is named and stops no other.

Rows are the truth: a worker that dies loses the record it had in hand, and the next goes on
there. Two workers at once share the records.
"""

import time
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import structlog
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dpo_office.evidence.models import record
from dpo_office.lib import doors
from dpo_office.lib.door_shapes import Done
from dpo_office.lib.refusals import Refused
from dpo_office.organisation.models import User
from dpo_office.worklist.models import BulkItem, BulkRun
from dpo_office.worklist.refusals import BulkRefused

log = structlog.get_logger()
MOST = 5_000  # records of one run
MOST_TRIES = 8  # a record that kills every worker that takes it is given up
State = BulkItem.State


@transaction.atomic
def ask(
    kind: str,
    records: Iterable[tuple[int, str]],
    *,
    by: User,
    now: datetime,
    data: Mapping[str, Any] | None = None,
    begin_at_once: bool = True,
) -> BulkRun:
    """Write down what is to be done with which records (number, name); nothing is done yet.

    Raises BulkRefused for none, or for more than MOST.
    """
    rows = list(records)
    if not rows:
        raise BulkRefused(_("Nothing is chosen."))
    if len(rows) > MOST:
        raise BulkRefused(_("At most %(most)d at once. Filter the list further.") % {"most": MOST})
    begun_at = now if begin_at_once else None
    run = BulkRun.objects.create(
        kind=kind, by=by, data=dict(data or {}), asked_at=now, begun_at=begun_at
    )
    BulkItem.objects.bulk_create([BulkItem(run=run, number=n, name=name) for n, name in rows])
    record("bulk.asked", run, by=by, facts={"what": kind, "records": len(rows)}, happened_at=now)
    return run


def refuse(run: BulkRun, why: Mapping[int, str]) -> None:
    """Say beforehand of some records, by number, that they can't be done."""
    items = [item for item in run.items.all() if item.number in why]
    for item in items:
        item.state, item.why = State.REFUSED, why[item.number]
    BulkItem.objects.bulk_update(items, ["state", "why"], batch_size=500)


@transaction.atomic
def begin(run: BulkRun, *, by: User, now: datetime) -> None:
    """Somebody looked at it and said yes. Raises BulkRefused the second time."""
    if not BulkRun.objects.filter(pk=run.pk, begun_at=None).update(begun_at=now):
        raise BulkRefused(_("It was begun already."))
    run.begun_at = now
    record("bulk.begun", run, by=by, facts={"what": run.kind}, happened_at=now)


@transaction.atomic
def follow(run: BulkRun, *, by: User, now: datetime) -> BulkRun:
    """Do what comes next with all that this run made, once. Raises BulkRefused."""
    BulkRun.objects.select_for_update().get(pk=run.pk)
    run.refresh_from_db()
    if why := why_not_follow(run):
        raise BulkRefused(why)
    deed = doors.bulk_deeds.get(run.kind)
    made = run.items.filter(state=State.DONE, made__isnull=False).order_by("pk")
    rows = [(item.made or 0, item.name) for item in made]
    after = ask(deed.follow if deed else "", rows, by=by, now=now)
    BulkRun.objects.filter(pk=run.pk).update(data=run.data | {"followed": after.pk})
    return after


def why_not_follow(run: BulkRun) -> str:
    """Why nothing comes after this run, in words; empty when something does."""
    deed = doors.bulk_deeds.get(run.kind)
    if deed is None or not deed.follow:
        return _("Nothing comes after it.")
    if "followed" in run.data:
        return _("That was done already.")
    if not run.finished_at:
        return _("It is not finished yet.")
    done = run.items.filter(state=State.DONE, made__isnull=False).exists()
    return "" if done else _("Nothing was made.")


def work_on(run_id: int, *, seconds: float) -> bool:
    """Do waiting records of a run for so long at most; whether anything may be left."""
    run = BulkRun.objects.unfinished().filter(pk=run_id).select_related("by").first()
    if run is None:
        return False
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not _do_next(run):
            return not _finish(run)
    return True


def _do_next(run: BulkRun) -> bool:
    """Do one record; False when none is free."""
    with transaction.atomic():
        waits = run.items.filter(state=State.WAITS).order_by("pk")
        item = waits.select_for_update(skip_locked=True).first()
        if item is None:
            return False
        item.tries += 1
        item.save(update_fields=["tries"])
    with transaction.atomic():
        mine = BulkItem.objects.filter(pk=item.pk, state=State.WAITS, tries=item.tries)
        if mine.select_for_update(skip_locked=True).first() is None:
            return True  # another worker has it, or did it
        item.state, done = _outcome(run, item)
        item.why, item.made = done.words, done.made
        item.save(update_fields=["state", "why", "made"])
    return True


def _outcome(run: BulkRun, item: BulkItem) -> tuple[str, Done]:
    deed = doors.bulk_deeds.get(run.kind)
    if deed is None or item.tries > MOST_TRIES:
        return State.REFUSED, Done(_("A worker died over it. Tell your administrator."))
    if not run.by.has_perm(deed.right):
        return State.REFUSED, Done(_("%(person)s may not do this any more.") % {"person": run.by})
    try:
        with transaction.atomic():
            return State.DONE, deed.do(item.number, run=run)
    except ValidationError as refusal:
        return State.REFUSED, Done(" ".join(refusal.messages))
    except Refused as refusal:
        return State.REFUSED, Done(str(refusal))
    except Exception as failure:  # noqa: BLE001  # the others must not wait for it
        log.error("bulk_failed", run=run.pk, number=item.number, failure=type(failure).__name__)
        return State.REFUSED, Done(_("It could not be done. Tell your administrator."))


@transaction.atomic
def _finish(run: BulkRun) -> bool:
    """The run is at its end once nothing waits; whether it is."""
    if run.items.filter(state=State.WAITS).exists():
        return False
    if BulkRun.objects.unfinished().filter(pk=run.pk).update(finished_at=timezone.now()):
        done = run.items.filter(state=State.DONE).count()
        facts = {"what": run.kind, "done": done, "refused": run.items.count() - done}
        record("bulk.finished", run, by=None, facts=facts)
    return True
