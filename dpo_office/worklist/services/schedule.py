"""What time does: the schedule comes from settings; a person can only pause it (A9)."""

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _
from django_celery_beat.models import PeriodicTask, PeriodicTasks

from dpo_office.evidence.models import Event, EventDetail, record
from dpo_office.organisation.models import User
from dpo_office.worklist.refusals import ScheduleRefused
from dpo_office.worklist.services import findings

PAUSED = "schedule.paused"


@transaction.atomic
def pause(entry: PeriodicTask, *, reason: str, by: User, today: date) -> None:
    """Stop doing this until it is resumed; it stays a finding, due `today`, for as long.

    Raises ScheduleRefused without a reason, or when it is paused already.
    """
    if not reason.strip():
        raise ScheduleRefused(_("Say why this is paused."))
    if not _set(entry, enabled=False):
        raise ScheduleRefused(_("It is paused already."))
    record(PAUSED, entry, by=by, facts={"entry": entry.name}, values={"reason": reason})
    text = _("Paused: %(entry)s. Nothing of it is done until it is resumed.")
    findings.raise_finding(
        PAUSED, about=entry, owner=None, due_on=today, text=text % {"entry": entry.name}
    )


@transaction.atomic
def resume(entry: PeriodicTask, *, by: User) -> None:
    """Do it again from now on. Raises ScheduleRefused when it is not paused."""
    if not _set(entry, enabled=True):
        raise ScheduleRefused(_("It is not paused."))
    record("schedule.resumed", entry, by=by, facts={"entry": entry.name})
    findings.holds_again(PAUSED, about=entry)


def reason_of(entry: PeriodicTask) -> str:
    """Why it was paused last, in the words of whoever did; empty when they were erased."""
    told = EventDetail.objects.filter(event__in=Event.objects.about_any(entry).filter(kind=PAUSED))
    last = told.order_by("-event_id").first()
    return (last.value or "") if last else ""


@transaction.atomic
def remove_strangers(known: Collection[str]) -> int:
    """Remove entries that settings do not have, whoever wrote them; how many (A9)."""
    strangers = list(PeriodicTask.objects.exclude(name__in=known))
    for entry in strangers:
        record("schedule.stranger_removed", entry, by=None, facts={"task": entry.task})
        findings.holds_again(PAUSED, about=entry)
        entry.delete()
    return len(strangers)


def _set(entry: PeriodicTask, *, enabled: bool) -> bool:
    """Whether we were the one who changed it; beat reads the schedule anew."""
    other = PeriodicTask.objects.filter(pk=entry.pk, enabled=not enabled)
    if not other.update(enabled=enabled):
        return False
    PeriodicTasks.update_changed()
    entry.enabled = enabled
    return True
