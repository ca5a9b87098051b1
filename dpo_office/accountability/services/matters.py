"""Matters: opened, linked to the cases they hold, advised on, closed (A1; GDPR Arts. 31, 58, 77)."""

import uuid
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dpo_office.accountability.models import Matter
from dpo_office.accountability.services import linking
from dpo_office.accountability.services.acting import hold, insist, why_redacted
from dpo_office.accountability.services.enquiries import check_receipt
from dpo_office.correspondence.models import Letter
from dpo_office.correspondence.services import letters
from dpo_office.evidence.models import record
from dpo_office.evidence.services import case_numbers
from dpo_office.lib.periods import PeriodError
from dpo_office.lib.plain_text import checked_line, checked_lines
from dpo_office.organisation.models import Profile, User
from dpo_office.worklist.models import Clock
from dpo_office.worklist.services import clocks

Status = Matter.Status
LONGEST = 200_000  # characters of any text of a matter
HANDLES = "accountability.change_matter"


def log_matter(*, intake_key: uuid.UUID | None = None, **matter: Any) -> Matter:
    """Open a matter as `open_matter` does, once for each `intake_key`."""
    key = intake_key or uuid.uuid4()
    if known := Matter.objects.filter(intake_key=key).first():
        return known
    try:
        return open_matter(intake_key=key, **matter)
    except IntegrityError:  # of two at once the other was first
        return Matter.objects.get(intake_key=key)


@transaction.atomic
def open_matter(
    *,
    kind: str,
    received_at: datetime,
    by: User,
    intake_key: uuid.UUID,
    authority: str = "",
    authority_reference: str = "",
    complainant: str = "",
    words: str = "",
    deadline: date | None = None,
    case: str = "",
    handler: User | None = None,
    decision_owner: User | None = None,
    now: datetime | None = None,
) -> Matter:
    """Keep what reached us at `received_at` (aware); `deadline` is the day that they wrote.

    `case` is the reference of a case that it is about: it is held from now on. Raises
    ValidationError in the user's words.
    """
    now = now or timezone.now()
    check_receipt(received_at, now)
    if kind in Matter.NAMED and not authority.strip():
        raise ValidationError({"authority": _("Say which authority or court it is.")})
    matter = Matter(
        reference=case_numbers.next_reference("MT", year=now.astimezone(_zone()).year),
        intake_key=intake_key,
        kind=kind,
        authority=checked_line(authority, field=_("Authority or court"), longest=200),
        authority_reference=checked_line(
            authority_reference, field=_("Its reference"), longest=120
        ),
        complainant=checked_line(complainant, field=_("Who complains"), longest=200),
        words=checked_lines(words, field=_("What it is about"), longest=LONGEST),
        received_at=received_at,
        recorded_at=now,
        handler=handler or by,
        decision_owner=decision_owner,
    )
    matter.full_clean(validate_unique=False)  # the database tells which of two was first
    matter.save()
    facts = {"kind": str(kind), "handler": matter.handler_id, "decides": matter.decision_owner_id}
    record("matter.opened", matter, by=by, facts=facts, happened_at=now)
    if deadline:
        _start(matter, deadline, by=by)
    if case.strip():
        linking.link(matter, reference=case, by=by)
    return matter


@transaction.atomic
def set_deadline(matter: Matter, *, on: date, by: User) -> Clock:
    """The day by which they want an answer, as they wrote it, at first or anew."""
    hold(matter)
    insist(why_over(matter))
    running = Clock.objects.about(matter).running().first()
    if running is None:
        return _start(matter, on, by=by)
    try:
        clocks.set_anew(running, on=on, by=by)
    except PeriodError as why:
        raise ValidationError(str(why)) from why
    return running


def _start(matter: Matter, on: date, *, by: User) -> Clock:
    begin = max(matter.received_at, _last_stop(matter) or matter.received_at)
    try:
        return clocks.start_as_written(matter, on=on, started_at=begin, by=by, owner=matter.handler)
    except (PeriodError, clocks.ClockRefused) as why:
        raise ValidationError(str(why)) from why


def _last_stop(matter: Matter) -> datetime | None:
    stopped = Clock.objects.about(matter).filter(stopped_at__isnull=False)
    return stopped.order_by("-stopped_at").values_list("stopped_at", flat=True).first()


@transaction.atomic
def deadline_met(matter: Matter, *, by: User, now: datetime | None = None) -> Matter:
    """What they asked for has left; their next letter may set another day."""
    now = now or timezone.now()
    hold(matter)
    insist(why_not_met(matter))
    for clock in Clock.objects.about(matter).running():
        clocks.stop(clock, by=by, at=now)
    return matter


def why_not_met(matter: Matter) -> str:
    """Why no deadline can be met now, in words; empty when one runs."""
    if why := why_over(matter):
        return why
    runs = Clock.objects.about(matter).running().exists()
    return "" if runs else _("No deadline is running.")


@transaction.atomic
def advise(matter: Matter, *, advice: str, by: User, now: datetime | None = None) -> Matter:
    """Keep the DPO's advice beside what management decides (GDPR Art. 39(1))."""
    hold(matter)
    insist(why_over(matter))
    matter.advice = checked_lines(advice, field=_("Advice"), longest=LONGEST)
    matter.advised_by = by
    matter.save(update_fields=["advice", "advised_by"])
    values = {"advice": matter.advice}
    record("matter.advised", matter, by=by, values=values, happened_at=now)
    return matter


@transaction.atomic
def hand_over(matter: Matter, *, to: User, by: User) -> Matter:
    """Another DPO handles it; its clocks speak to them."""
    hold(matter)
    insist(why_over(matter))
    if not to.has_perm(HANDLES):
        insist(_("%(person)s may not handle matters.") % {"person": to})
    if matter.handler == to:
        insist(_("It is theirs already."))
    facts = {"from": matter.handler_id, "to": to.pk}
    matter.handler = to
    matter.save(update_fields=["handler"])
    for clock in Clock.objects.about(matter).running():
        clocks.hand_over(clock, to=to, by=by)
    record("matter.handed_over", matter, by=by, facts=facts)
    return matter


@transaction.atomic
def close(
    matter: Matter, *, outcome: str, result: str, by: User, now: datetime | None = None
) -> Matter:
    """It has its outcome; its cases are held no longer."""
    now = now or timezone.now()
    hold(matter)
    insist(why_not_close(matter))
    if outcome not in Matter.Outcome.values:
        raise ValidationError(_("Choose how it ended."))
    result = checked_lines(result, field=_("What came of it"), longest=LONGEST)
    insist("" if result else _("Say what came of it."))
    for letter in Letter.objects.about(matter).drafts():
        letters.discard(letter, by=by)
    changes: dict[str, Any] = {
        "outcome": outcome,
        "result": result,
        "closed_by": by,
        "closed_at": now,
    }
    matter.move_to(Status.CLOSED, by=by, at=now, **changes)
    for clock in Clock.objects.about(matter).running():
        clocks.stop(clock, by=by, at=now)
    return matter


def why_not_close(matter: Matter) -> str:
    """Why it can't close now, in words; empty when it can."""
    if why := why_over(matter):
        return why
    waiting = Letter.objects.about(matter).filter(status__in=["queued", "unsure"])
    return _("A letter has not left yet.") if waiting.exists() else ""


@transaction.atomic
def open_again(matter: Matter, *, reason: str, by: User, now: datetime | None = None) -> Matter:
    """An appeal, or a second letter: its cases are held again."""
    now = now or timezone.now()
    hold(matter)
    insist(why_not_open_again(matter))
    reason = checked_lines(reason, field=_("Why"), longest=LONGEST)
    insist("" if reason else _("Say why it is opened again."))
    blank: dict[str, Any] = {"outcome": "", "closed_at": None, "closed_by": None}
    matter.move_to(Status.OPEN, by=by, at=now, reason=reason, **blank)
    return matter


def why_not_open_again(matter: Matter) -> str:
    """Why it stays closed, in words; empty when it can be opened again."""
    if why := why_redacted(matter):
        return why
    return _("It is open.") if matter.status == Status.OPEN else ""


def why_over(matter: Matter) -> str:
    """Why nothing changes in it any more, in words; empty while it is open."""
    if why := why_redacted(matter):
        return why
    return "" if matter.status == Status.OPEN else _("It is closed. Open it again first.")


def _zone() -> Any:
    return Profile.current().zone
