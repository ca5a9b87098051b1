"""What is late, what is due today and this week: questions that lists and digests ask."""

from datetime import date, datetime, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from django.db.models import Count, Q

from dpo_office.lib.periods import end_of_day
from dpo_office.worklist.models.about import AboutQuerySet


def local_today(now: datetime, tz: str) -> date:
    return now.astimezone(ZoneInfo(tz)).date()


def last_of_week(day: date) -> date:
    """The Sunday of that day's week."""
    return day + timedelta(days=6 - day.weekday())


def is_late(now: datetime) -> Q:
    return Q(due_at__lte=now)


def is_due_today(now: datetime, tz: str) -> Q:
    return Q(due_at__gt=now, due_on__lte=local_today(now, tz))


def is_due_this_week(now: datetime, tz: str) -> Q:
    """After today, until Sunday."""
    today = local_today(now, tz)
    return Q(due_at__gt=now, due_on__gt=today, due_on__lte=last_of_week(today))


class ClockQuerySet(AboutQuerySet):
    """`now` is aware, `tz` the office's IANA zone. Pauses do not move anything here (P5.1)."""

    def running(self) -> Self:
        return self.filter(stopped_at__isnull=True)

    def late(self, now: datetime) -> Self:
        return self.running().filter(is_late(now))

    def due_today(self, now: datetime, tz: str) -> Self:
        return self.running().filter(is_due_today(now, tz))

    def due_this_week(self, now: datetime, tz: str) -> Self:
        return self.running().filter(is_due_this_week(now, tz))

    def paused(self) -> Self:
        """Waiting for somebody's answer."""
        return self.running().filter(pauses__isnull=False, pauses__answered_at__isnull=True)

    def soon(self, now: datetime, tz: str) -> Self:
        """Late, or due by the end of this week."""
        week = last_of_week(local_today(now, tz))
        # The index is on due_at; a day more, for a clock may stand in another zone.
        over = end_of_day(week, tz) + timedelta(days=1)
        return self.running().filter(due_at__lte=over, due_on__lte=week)

    def buckets(self, now: datetime, tz: str) -> dict[str, int]:
        """Numbers of late, due today and due this week, by one query."""
        return self.soon(now, tz).aggregate(
            late=Count("pk", filter=is_late(now)),
            today=Count("pk", filter=is_due_today(now, tz)),
            week=Count("pk", filter=is_due_this_week(now, tz)),
        )
