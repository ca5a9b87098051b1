"""Calendar feeds (RFC 5545): references and dates of one person, behind a secret address."""

import hashlib
import secrets
from datetime import UTC, date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from icalendar import Calendar, Event

from dpo_office.evidence.models import record
from dpo_office.organisation.models import User
from dpo_office.worklist.models import CalendarFeed, Clock, Task
from dpo_office.worklist.services.subjects import attach

# A calendar is a view of what is near; programs choke on more, and nobody reads it.
LONGEST = 500
LOOK_NOTED_EVERY = timedelta(hours=1)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def open_feed(user: User, *, by: User) -> str:
    """Make the person's feed; the former one ends. The token, which is shown this once."""
    end_feed(user, by=by)
    token = secrets.token_urlsafe(32)
    feed = CalendarFeed.objects.create(user=user, token_hash=_hash(token), made_at=timezone.now())
    record("calendar_feed.opened", feed, by=by, facts={"user": user.pk})
    return token


@transaction.atomic
def end_feed(user: User, *, by: User) -> bool:
    """End the person's feed; False when there was none."""
    feed = CalendarFeed.objects.filter(user=user, revoked_at=None).select_for_update().first()
    if feed is None:
        return False
    feed.revoked_at = timezone.now()
    feed.save(update_fields=["revoked_at"])
    record("calendar_feed.ended", feed, by=by, facts={"user": user.pk})
    return True


class CalendarAddress:
    """Ends with all else that a person, or their program, enters with."""

    identifier = "calendar_addresses"

    def end(self, user: User, *, by: User, now: datetime) -> int:
        return int(end_feed(user, by=by))


def feed_of(token: str) -> CalendarFeed | None:
    """The feed behind a token: None when unknown, ended, or its person's account is closed."""
    return (
        CalendarFeed.objects.filter(token_hash=_hash(token), revoked_at=None, user__is_active=True)
        .select_related("user")
        .first()
    )


def note_look(feed: CalendarFeed, now: datetime) -> None:
    """Keep when the feed was last read, to the hour: programs ask often."""
    if feed.last_used_at is None or now - feed.last_used_at > LOOK_NOTED_EVERY:
        CalendarFeed.objects.filter(pk=feed.pk).update(last_used_at=now)


def calendar_of(feed: CalendarFeed) -> bytes:
    """The person's running clocks and open tasks as a calendar, the same until one changes."""
    calendar = Calendar()
    calendar.add("prodid", "-//DPO Office//worklist//EN")
    calendar.add("version", "2.0")
    clocks = list(Clock.objects.running().filter(owner=feed.user)[:LONGEST])
    attach(clocks)
    for clock in clocks:
        summary = f"{clock.subject.reference} {clock.in_words}".strip()
        when = clock.due_at if clock.kind == Clock.Kind.HOURS else clock.due_on
        calendar.add_component(_entry(feed, clock, summary, when, clock.started_at))
    for task in Task.objects.open().filter(owner=feed.user)[:LONGEST]:
        summary = f"{task.reference} {task}".strip()
        calendar.add_component(_entry(feed, task, summary, task.due_on, task.opened_at))
    return calendar.to_ical()


def _entry(
    feed: CalendarFeed, row: Clock | Task, summary: str, when: date, stamp: datetime
) -> Event:
    entry = Event()
    # What leaves the office carries no row number: the uid is a digest of feed and row.
    digest = _hash(f"{feed.token_hash}:{row._meta.model_name}:{row.pk}")
    entry.add("uid", f"{digest[:32]}@dpo-office")
    entry.add("dtstamp", stamp.astimezone(UTC))
    entry.add("dtstart", when)
    entry.add("summary", summary)
    entry.add("transp", "TRANSPARENT")
    return entry


def etag_of(calendar: bytes) -> str:
    return f'"{hashlib.sha256(calendar).hexdigest()}"'
