"""What must be done, by date; what waits for one person; what failed."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dpo_office.desk import when
from dpo_office.desk.today import Group, Row
from dpo_office.evidence.services import signers
from dpo_office.organisation.models import Profile, User
from dpo_office.worklist.models import Clock, Finding, Task
from dpo_office.worklist.services import people, subjects

SHOWN = 25


def groups(running: QuerySet[Clock], viewer: User, now: datetime, profile: Profile) -> list[Group]:
    """Running clocks by when they are due, so that nobody sorts by head."""
    week = end_of_week(now, profile)
    asked = [
        ("late", _("Late"), running.late(now)),
        ("today", _("Due today"), running.due_today(now, profile.time_zone)),
        ("week", _("This week"), running.due_this_week(now, profile.time_zone)),
        (
            "next",
            _("Next week"),
            running.running().filter(due_at__gt=week, due_at__lte=week + timedelta(days=7)),
        ),
    ]
    found = [
        (key, label, list(clocks.select_related("owner").order_by("due_at", "id")[: SHOWN + 1]))
        for key, label, clocks in asked
    ]
    shown = [clock for _key, _label, clocks in found for clock in clocks[:SHOWN]]
    subjects.attach(shown, viewer=viewer)
    legal = _legal_days(shown)
    return [
        Group(
            key,
            label,
            [_row(clock, legal.get(clock.pk), now, profile) for clock in clocks[:SHOWN]],
            more=len(clocks) > SHOWN,
        )
        for key, label, clocks in found
    ]


def _legal_days(clocks: Sequence[Clock]) -> dict[int, date]:
    """The law's day beside each of our promises, by the promise's clock."""
    promises = [clock for clock in clocks if clock.kind == Clock.Kind.PROMISE]
    running = Clock.objects.running().filter(kind=Clock.Kind.LEGAL)
    found = running.filter(about_id__in=[clock.about_id for clock in promises])
    found = found.order_by("-due_on")  # of two dates of the law the earlier one warns
    legal = {(clock.about_type_id, clock.about_id): clock.due_on for clock in found}
    days = {clock.pk: legal.get((clock.about_type_id, clock.about_id)) for clock in promises}
    return {pk: day for pk, day in days.items() if day}


def _row(clock: Clock, legal: date | None, now: datetime, profile: Profile) -> Row:
    left, today = clock.due_at - now, now.astimezone(profile.zone).date()
    tone = "late" if left <= timedelta() else "soon" if left < timedelta(hours=24) else ""
    law = _("law %(day)s") % {"day": when.absolute_day(legal, today)} if legal else ""
    return Row(
        title=clock.subject.title or str(clock),
        reference=clock.subject.reference,
        url=clock.subject.url,
        clock=clock.in_words.lower(),
        relative=when.time_left(clock.due_at, now, profile.zone),
        absolute=when.absolute_day(clock.due_on, today),
        law=law,
        tone=tone,
        initials=clock.owner.initials if clock.owner else "–",  # noqa: RUF001  # not known
        who=str(clock.owner or _("nobody")),
    )


def oldest(late: str | None) -> str:
    """How late the latest is."""
    return _("oldest %(late)s") % {"late": late} if late else _("Nothing is late.")


def next_one(left: str | None) -> str:
    """When the next one of today is over; "today" alone means midnight."""
    if left is None:
        return ""
    return _("until midnight") if left == _("today") else _("next %(left)s") % {"left": left}


def waiting_for(user: User, now: datetime, profile: Profile) -> list[Row]:
    """What waits for this person: signatures, then tasks, by date."""
    today = now.astimezone(profile.zone).date()
    mine = people.waiting_for(Task.objects.open(), user, today)
    tasks = list(mine.order_by("due_on")[:SHOWN])
    subjects.attach(tasks, viewer=user)
    return _to_sign(user, now, profile) + [
        Row(
            title=task.title,
            reference=task.subject.reference,
            url=task.subject.url or reverse("admin:worklist_task_changelist"),
            clock=_("task"),
            relative=when.absolute_day(task.due_on, today),
            absolute="",
            action=_("Open"),
        )
        for task in tasks
    ]


def _to_sign(user: User, now: datetime, profile: Profile) -> list[Row]:
    return [
        Row(
            title=approval.purpose_in_words,
            reference=str(approval),
            url=reverse("admin:evidence_approval_change", args=[approval.pk]),
            clock=_("signature"),
            relative=when.time_left(approval.expires_at, now, profile.zone),
            absolute="",
            action=_("Look and sign"),
        )
        for approval in signers.waiting_for(user, now).order_by("expires_at")[:SHOWN]
    ]


def failed(viewer: User, now: datetime, profile: Profile) -> list[Row]:
    """Findings that nobody settled yet, letters that did not leave among them."""
    if not viewer.has_perm("worklist.view_finding"):
        return []
    findings = list(Finding.objects.open().order_by("due_on")[:SHOWN])
    subjects.attach(findings, viewer=viewer)
    today = now.astimezone(profile.zone).date()
    return [
        Row(
            title=finding.text,
            reference=" · ".join(filter(None, [finding.subject.title, finding.subject.reference])),
            url=reverse("admin:worklist_finding_change", args=[finding.pk]),
            clock=_("finding"),
            relative=when.absolute_day(finding.due_on, today),
            absolute="",
            action=_("Settle"),
        )
        for finding in findings
    ]


def kinds(rows: Sequence[Row]) -> str:
    """ "2 signatures, 1 task": what the number is made of."""
    counted = Counter(row.clock for row in rows)
    return ", ".join(_several(kind, number) for kind, number in counted.items())


def _several(kind: str, n: int) -> str:
    words = {
        _("task"): ngettext("%(n)d task", "%(n)d tasks", n),
        _("signature"): ngettext("%(n)d signature", "%(n)d signatures", n),
        _("finding"): ngettext("%(n)d finding", "%(n)d findings", n),
    }
    return words[kind] % {"n": n}


def end_of_week(now: datetime, profile: Profile) -> datetime:
    """The midnight after this week's Sunday."""
    local = now.astimezone(profile.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return local + timedelta(days=7 - local.weekday())
