"""Is our promise kept? Answers a week against it, and how long half of them took (P5.1)."""

import contextlib
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db.models import Aggregate, Count, DurationField, ExpressionWrapper, F, Q
from django.db.models.functions import TruncWeek
from django.utils.translation import ngettext
from redis.exceptions import RedisError

from dpo_office.dashboard.todo import end_of_week
from dpo_office.desk.today import Chart, Week, chart
from dpo_office.organisation.models import Profile
from dpo_office.worklist.models import Clock
from requests_app.models import SubjectRequest

WEEKS = 12
KEPT = "dashboard.answers"


class Median(Aggregate):
    """The value in the middle; the database sorts, nothing is read here."""

    function = "PERCENTILE_DISC"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


def answers(now: datetime, profile: Profile) -> tuple[Chart, str]:
    """The chart and the sentence below it; kept for FIGURES_LIFE seconds, for all who look."""
    with contextlib.suppress(RedisError):
        if kept := cache.get(KEPT):
            return kept
    counted = _chart(now, profile), _half(now)
    if settings.FIGURES_LIFE:
        with contextlib.suppress(RedisError):
            cache.set(KEPT, counted, settings.FIGURES_LIFE)
    return counted


def _chart(now: datetime, profile: Profile) -> Chart:
    """Answers per week within our promise and later, and what is late and open in this one."""
    first = end_of_week(now, profile) - timedelta(weeks=WEEKS)
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


def _weeks(first: date, by_week: dict[date, dict[str, Any]], open_late: int) -> Iterable[Week]:
    for index in range(WEEKS):
        monday = first + timedelta(weeks=index)
        row = by_week.get(monday, {"in_time": 0, "late": 0})
        last = open_late if index == WEEKS - 1 else 0
        yield Week(f"{monday:%-d %b}", row["in_time"], row["late"], last)


def _half(now: datetime) -> str:
    """Within how many days half of the answers left; pauses are not subtracted."""
    answered = SubjectRequest.objects.filter(answered_at__gte=now - timedelta(weeks=WEEKS))
    took = ExpressionWrapper(F("answered_at") - F("received_at"), output_field=DurationField())
    half = answered.aggregate(half=Median(took))["half"]
    if half is None:
        return ""
    days = max(1, -(-half // timedelta(days=1)))  # a day begun counts
    return ngettext("Half within %(n)d day.", "Half within %(n)d days.", days) % {"n": days}
