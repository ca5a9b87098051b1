"""The morning digest: late, due, waiting, found; one per person and local day, by the outbox."""

from collections.abc import Sequence
from datetime import date, datetime, time

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from dpo_office.correspondence.models import Template
from dpo_office.correspondence.refusals import LetterRefused
from dpo_office.correspondence.services import outbox, wording
from dpo_office.evidence.models import record
from dpo_office.lib import doors
from dpo_office.organisation.models import Profile, User
from dpo_office.worklist.models import Clock, Digest, Finding, Task
from dpo_office.worklist.models.clock_questions import last_of_week
from dpo_office.worklist.services import findings, people
from dpo_office.worklist.services.lines import Row, listed, office_address, section, text_of
from dpo_office.worklist.services.subjects import attach

MORNING = time(8)  # in the organisation's zone
MOST = 5_000  # rows of one kind that are looked at for one mail


def readers_due(now: datetime) -> list[int]:
    """Ids of those who have not had today's digest, once the morning has come."""
    local = now.astimezone(Profile.current().zone)
    if local.time() < MORNING:
        return []
    told = Digest.objects.filter(on=local.date()).values("user")
    waiting = User.objects.filter(is_active=True).exclude(pk__in=told).order_by("pk")
    return list(waiting.values_list("pk", flat=True))


def send_morning(user: User, now: datetime) -> Digest | None:
    """Today's digest of one person into the outbox; None when they have had it.

    With nothing to say no mail goes, and the empty row ends the matter for the day.
    """
    today = people.today(now)
    items = items_for(user, now)
    subject, body = _words(items) if items else ("", "")
    try:
        with transaction.atomic():
            digest = Digest.objects.create(
                user=user, on=today, made_at=now, subject=subject, body=body
            )
            if body:
                key = f"digest:{user.pk}:{today.isoformat()}"
                outbox.post(key, to=user.email, subject=subject, body=body)
                record("digest.sent", digest, by=None)
    except IntegrityError:  # another beat was first
        return None
    except LetterRefused:
        text = _("A digest cannot be sent: the account has no e-mail address that works.")
        findings.raise_finding(
            "worklist.digest_address", about=user, owner=None, due_on=today, text=text
        )
        return None
    return digest


def items_for(user: User, now: datetime) -> str:
    """What the digest says to the user now; empty when nothing needs them soon."""
    today = people.today(now)
    week = last_of_week(today)
    late, ahead, found = _work_of(user, now, today)
    pressing: list[tuple[str, Sequence[Row]]] = [
        (_("Failed"), [row for row in found if row.is_failure]),
        (_("Late"), late),
        (_("Due today"), [row for row in ahead if row.due_on <= today]),
        (_("Due this week"), [row for row in ahead if today < row.due_on <= week]),
        (_("Found by checks"), [row for row in found if not row.is_failure]),
    ]
    news = [(part.title, part.lines(user, now)) for part in doors.digest_parts]
    if not any(rows for _title, rows in [*pressing, *news]):
        return ""
    waiting = [row for row in ahead if row.due_on > week]
    sections = [*pressing, (_("Waiting for you"), waiting)]
    work = [section(title, rows, user) for title, rows in sections]
    return text_of([*(listed(title, lines) for title, lines in news), *work])


def _work_of(user: User, now: datetime, today: date) -> tuple[list[Row], list[Row], list[Finding]]:
    """What is late, what is still ahead (clocks of this week, every task), what was found."""
    soon = Clock.objects.soon(now, Profile.current().time_zone)
    clocks = list(people.waiting_for(soon, user, today)[:MOST])
    tasks = list(people.waiting_for(Task.objects.open(), user, today)[:MOST])
    found = list(people.waiting_for(Finding.objects.open(), user, today)[:MOST])
    attach(clocks)
    late: list[Row] = [clock for clock in clocks if clock.due_at <= now]
    late += [task for task in tasks if task.due_on < today]
    ahead: list[Row] = [clock for clock in clocks if clock.due_at > now]
    ahead += [task for task in tasks if task.due_on >= today]
    return late, ahead, found


def _words(items: str) -> tuple[str, str]:
    """Subject and text by the newest version of the office's own template."""
    version = wording.current_text(Template.objects.get(key="digest"), "en")
    subject, body, _passages = wording.filled(version, {"items": items, "link": office_address()})
    return subject, body
