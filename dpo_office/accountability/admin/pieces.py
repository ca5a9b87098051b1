"""Pieces that the pages of enquiries and matters share: clocks, letters, what happened."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from dpo_office.correspondence.models import Letter
from dpo_office.desk import when
from dpo_office.desk.case_file import Person, Section, StateLabel, TimelineEntry
from dpo_office.desk.clock_bars import Axis, ClockBar, axis
from dpo_office.evidence.models import Event
from dpo_office.lib.periods import Step as TraceStep
from dpo_office.organisation.models import Profile, User
from dpo_office.worklist.models import Clock, Task

LETTER_TONES = {"sent": "done", "queued": "works", "unsure": "soon", "failed": "late"}
NOISE = ("clock.started",)


def clocks_of(row: models.Model, note: str) -> tuple[list[Clock], Axis]:
    """The clocks about a record, and how they are drawn."""
    clocks = list(Clock.objects.about(row))
    bars = [_bar(clock, note) for clock in clocks]
    return clocks, axis(bars, timezone.now(), Profile.current().zone)


def _bar(clock: Clock, note: str) -> ClockBar:
    return ClockBar(
        label=clock.get_kind_display() if not clock.written_on else _("Their deadline"),
        note=note,
        started_at=clock.started_at,
        due_at=clock.due_at,
        stopped_at=clock.stopped_at,
        trace=[str(TraceStep.from_json(step)) for step in clock.trace],
    )


def late_label(clocks: Iterable[Clock]) -> list[StateLabel]:
    now = timezone.now()
    late = any(clock.stopped_at is None and clock.due_at <= now for clock in clocks)
    return [StateLabel(_("late"), "late")] if late else []


def person(who: User | None, viewer: User) -> Person | None:
    return who and Person(str(who), who.initials, is_viewer=who == viewer)


def letters_card(row: models.Model, *, linked: bool) -> Section:
    """The letters about a record, newest first; `linked` for those who may open them."""
    letters = Letter.objects.about(row).select_related("version__template")
    content = [
        {
            "letter": letter,
            "name": letter.version.template.name,
            "label": StateLabel(
                letter.get_status_display(), LETTER_TONES.get(letter.status, "rest")
            ),
            "link": reverse("admin:correspondence_letter_change", args=[letter.pk])
            if linked
            else "",
        }
        for letter in letters
    ]
    return Section(_("Letters"), "desk/case_letters.html", content)


def tasks_card(row: models.Model) -> list[Section]:
    """Its tasks; no card without one."""
    tasks = list(Task.objects.about(row).select_related("owner"))
    return [Section(_("Tasks"), "desk/case_tasks.html", tasks)] if tasks else []


def timeline(records: Iterable[models.Model]) -> list[TimelineEntry]:
    """What the trail tells of them, newest first."""
    events = Event.objects.about_any(*records).exclude(kind__in=NOISE)
    return [
        TimelineEntry(
            at=event.happened_at or event.at,
            text=event.in_words(),
            tone="done" if event.kind.endswith((".sent", ".answered", ".closed")) else "rest",
            who=event.actor.initials if event.actor else _("the office"),
        )
        for event in events.in_order().select_related("actor")[:60]
    ]


def due(row: Any, clocks: dict[int, Clock]) -> dict[str, str]:
    """For a list: how the clock of a row stands, over its day; empty without one."""
    clock = clocks.get(row.pk)
    if clock is None:
        return {"first": "–", "second": "", "tone": "quiet"}  # noqa: RUF001  # no deadline
    now, profile = timezone.now(), Profile.current()
    day = when.absolute_day(clock.due_on, now.astimezone(profile.zone).date())
    over = clock.stopped_at or now
    late = over >= clock.due_at
    if clock.stopped_at and not late:
        return {"first": _("met"), "second": day, "tone": "quiet"}
    left = when.time_left(clock.due_at, over, profile.zone)
    return {"first": left, "second": day, "tone": "late" if late else "strong"}
