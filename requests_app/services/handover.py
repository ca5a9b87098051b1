"""The handover note, made by itself from facts: what somebody who takes a case over has to know.

Nothing of it is kept: it is read from the case whenever it is shown, so it is never out of date
and nothing has to be redacted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from dpo_office.correspondence.models import Letter
from dpo_office.evidence.models import Event
from dpo_office.organisation.models import Absence, Profile, User
from dpo_office.organisation.services.absences import desks_of
from dpo_office.worklist.models import Clock, Task
from dpo_office.worklist.services import people
from requests_app.models import Note, SubjectRequest
from requests_app.services.deadlines import pause_of
from requests_app.services.steps import Step, steps_of

NEW_FOR = timedelta(days=7)  # so long a case that was handed over is introduced
HANDED_OVER = "request.handed_over"


@dataclass(frozen=True)
class Handover:
    """What stands in the note; `why` says for whom the reader acts, or who handed it over."""

    why: str
    state: str
    clocks: Sequence[Clock]
    waits_since: datetime | None
    sent: Letter | None
    tasks: Sequence[Task]
    next_steps: Sequence[Step]
    notes: Sequence[Note]


def note_for(request: SubjectRequest, *, reader: User, now: datetime) -> Handover | None:
    """The note about an open case for whoever took it over or stands in; None for all others."""
    why = "" if request.closed_at else _why(request, reader, now)
    return _composed(request, why, now) if why else None


def _why(request: SubjectRequest, reader: User, now: datetime) -> str:
    if request.handler_id == reader.pk:
        return _handed_over(request, reader, now)
    handler = request.handler
    if handler is None or handler not in desks_of(reader, people.today(now)):
        return ""
    return _("You stand in for %(person)s%(until)s.") % {
        "person": handler,
        "until": _until(handler, now),
    }


def _handed_over(request: SubjectRequest, reader: User, now: datetime) -> str:
    events = Event.objects.about_any(request).filter(kind=HANDED_OVER).select_related("actor")
    event = events.in_order().first()
    at = event and (event.happened_at or event.at)
    if not event or not at or event.facts.get("to") != reader.pk or at < now - NEW_FOR:
        return ""
    former = User.objects.filter(pk=event.facts.get("from") or 0).first()
    day = date_format(at.astimezone(Profile.current().zone), "D j M")
    if former is None:
        return _("Yours since %(day)s; nobody handled it before.") % {"day": day}
    return _("Yours since %(day)s; %(person)s handled it before.") % {"day": day, "person": former}


def _until(handler: User, now: datetime) -> str:
    today = people.today(now)
    away = Absence.objects.filter(user=handler, first_day__lte=today, last_day__gte=today).first()
    return _(" until %(day)s") % {"day": date_format(away.last_day, "D j M")} if away else ""


def _composed(request: SubjectRequest, why: str, now: datetime) -> Handover:
    clocks = [c for p in request.parts.all() for c in Clock.objects.about(p).running()]
    pause = pause_of(request)
    return Handover(
        why=why,
        state=request.get_status_display(),
        clocks=sorted(clocks, key=lambda clock: clock.due_at),
        waits_since=pause.asked_at if pause else None,
        sent=Letter.objects.about(request)
        .exclude(frozen_at=None)
        .select_related("version__template")
        .order_by("-frozen_at")
        .first(),
        tasks=list(Task.objects.about(request).open().select_related("owner")),
        next_steps=[s for s in steps_of(request, now) if not s.why_not and not s.seldom][:3],
        notes=list(request.notes.select_related("by")[:5]),
    )
