"""Today: what is late, due today and this week, what waits for me, what failed."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, ExpressionWrapper, F, Q, fields
from django.db.models.functions import TruncWeek
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dpo_office.correspondence.models import Delivery
from dpo_office.desk import when
from dpo_office.desk.today import Chart, Group, Row, Tile, TodayPage, Week, chart
from dpo_office.evidence.services import signers
from dpo_office.organisation.models import Profile, User
from dpo_office.worklist.models import Clock, Finding, Task
from dpo_office.worklist.services import people, subjects
from requests_app.models import SubjectRequest

SHOWN = 25
WEEKS = 12


def today(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """The dashboard's context; unfold calls it for the index."""
    return {**context, "page": page(request), "now": timezone.now(), "title": _("Today")}


def page(request: HttpRequest) -> TodayPage:
    """Answer the five questions for this person."""
    now, profile = timezone.now(), Profile.current()
    mine, chosen = request.GET.get("whose") == "mine", request.GET.get("show", "")
    running = Clock.objects.filter(owner=request.user) if mine else Clock.objects.all()
    numbers = running.buckets(now, profile.time_zone)
    waiting = _waiting(request.user, now, profile)
    failed = _failed(now, profile)
    tiles = [
        Tile("late", _("Late"), numbers["late"], _oldest(running, now, profile), alarming=True),
        Tile("today", _("Due today"), numbers["today"]),
        Tile("week", _("This week"), numbers["week"], _("until Sunday")),
        Tile("waits", _("Waits for me"), len(waiting)),
        Tile("failed", _("Failed"), len(failed), alarming=True),
    ]
    groups = [
        ("late", _("Late"), running.late(now)),
        ("today", _("Due today"), running.due_today(now, profile.time_zone)),
        ("week", _("This week"), running.due_this_week(now, profile.time_zone)),
        (
            "next",
            _("Next week"),
            running.running().filter(
                due_at__gt=_end_of_week(now, profile),
                due_at__lte=_end_of_week(now, profile) + timedelta(days=7),
            ),
        ),
    ]
    return TodayPage(
        tiles=tiles,
        groups=[
            _group(key, label, found, request.user, now, profile)
            for key, label, found in groups
            if not chosen or chosen == key
        ],
        waiting=waiting if chosen in ("", "waits") else [],
        failed=failed if chosen in ("", "failed") else [],
        chart=_answers(now, profile),
        slowest=_median(now),
        mine=mine,
        chosen=chosen,
        tries=_five_things() if settings.DEMO else (),
    )


def _group(
    key: str, label: str, found: Any, viewer: User, now: datetime, profile: Profile
) -> Group:
    clocks = list(found.select_related("owner").order_by("due_at", "id")[: SHOWN + 1])
    subjects.attach(clocks, viewer=viewer)
    rows = [_row(clock, now, profile) for clock in clocks[:SHOWN]]
    return Group(key, label, rows, more=len(clocks) > SHOWN)


def _row(clock: Clock, now: datetime, profile: Profile) -> Row:
    left, zone = clock.due_at - now, profile.zone
    tone = "late" if left <= timedelta() else "soon" if left < timedelta(hours=24) else ""
    return Row(
        title=clock.subject.title or str(clock),
        reference=clock.subject.reference,
        url=clock.subject.url,
        clock=clock.get_kind_display(),
        relative=when.time_left(clock.due_at, now, zone),
        absolute=when.absolute_day(clock.due_on, now.astimezone(zone).date()),
        tone=tone,
        initials=clock.owner.initials if clock.owner else "–",  # noqa: RUF001  # not known
        who=str(clock.owner or ""),
    )


def _waiting(user: User, now: datetime, profile: Profile) -> list[Row]:
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
        )
        for approval in signers.waiting_for(user, now).order_by("expires_at")[:SHOWN]
    ]


def _failed(now: datetime, profile: Profile) -> list[Row]:
    letters = Delivery.objects.filter(state=Delivery.State.FAILED).order_by("-id")[:SHOWN]
    rows = [
        Row(
            title=_("A letter could not be sent"),
            reference=delivery.subject,
            url=reverse("admin:correspondence_delivery_change", args=[delivery.pk]),
            clock=delivery.last_error,
            relative="",
            absolute="",
        )
        for delivery in letters
    ]
    findings = Finding.objects.open().order_by("due_on")[:SHOWN]
    return rows + [
        Row(
            title=finding.text,
            reference="",
            url=reverse("admin:worklist_finding_change", args=[finding.pk]),
            clock=_("finding"),
            relative=when.absolute_day(finding.due_on, now.astimezone(profile.zone).date()),
            absolute="",
        )
        for finding in findings
    ]


def _oldest(running: Any, now: datetime, profile: Profile) -> str:
    first = running.late(now).order_by("due_at").first()
    if first is None:
        return _("Nothing is late.")
    return f"{when.time_left(first.due_at, now, profile.zone)}, {first.get_kind_display().lower()}"


def _end_of_week(now: datetime, profile: Profile) -> datetime:
    local = now.astimezone(profile.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return local + timedelta(days=7 - local.weekday())


def _answers(now: datetime, profile: Profile) -> Chart:
    """Answers per week against our promise, and what is late and still open in this one."""
    first = _end_of_week(now, profile) - timedelta(weeks=WEEKS)
    promise = Clock.objects.filter(rule_id="our_promise")
    answered = promise.filter(stopped_at__gte=first).annotate(
        week=TruncWeek("stopped_at", tzinfo=profile.zone)
    )
    counted = answered.values("week").annotate(
        in_time=Count("pk", filter=Q(stopped_at__lt=F("due_at"))),
        late=Count("pk", filter=Q(stopped_at__gte=F("due_at"))),
    )
    by_week = {row["week"].date(): row for row in counted}
    open_late = promise.late(now).count()
    return chart(list(_weeks(first.date(), by_week, open_late)))


def _weeks(first: Any, by_week: dict[Any, dict[str, Any]], open_late: int) -> Iterable[Week]:
    for index in range(WEEKS):
        monday = first + timedelta(weeks=index)
        row = by_week.get(monday, {"in_time": 0, "late": 0})
        last = open_late if index == WEEKS - 1 else 0
        yield Week(f"{monday:%-d %b}", row["in_time"], row["late"], last)


def _median(now: datetime) -> str:
    took = SubjectRequest.objects.filter(answered_at__gte=now - timedelta(weeks=WEEKS)).annotate(
        took=ExpressionWrapper(
            F("answered_at") - F("received_at"), output_field=fields.DurationField()
        )
    )
    durations = sorted(took.values_list("took", flat=True)[:10_000])
    if not durations:
        return ""
    days = durations[len(durations) // 2].days + 1
    return ngettext("Half within %(n)d day.", "Half within %(n)d days.", days) % {"n": days}


def _five_things() -> list[tuple[str, str]]:
    return [
        (_("Open the request that is late and see why"), f"{reverse('admin:index')}?show=late"),
        (_("Log a request"), reverse("admin:requests_app_subjectrequest_add")),
        (
            _("Decide one, write the answer, send it"),
            f"{reverse('admin:requests_app_subjectrequest_changelist')}?stage=open",
        ),
        (
            _("Find the mail that would have left"),
            reverse("admin:correspondence_letter_changelist"),
        ),
    ]
