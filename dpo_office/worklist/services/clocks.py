"""Clocks: started, paused with a letter, extended with a notice, stopped (GDPR Art. 12(3))."""

from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from dpo_office.correspondence.models import Letter
from dpo_office.evidence.models import record
from dpo_office.lib import periods
from dpo_office.organisation.models import Profile, User
from dpo_office.worklist.models import Clock, ClockPause, ContractRule
from dpo_office.worklist.refusals import ClockRefused
from dpo_office.worklist.services.reckoning import (
    alerts_of,
    contract_period,
    dates_of,
    kind_of,
    rule_of,
)
from dpo_office.worklist.services.sweeping import sweep

__all__ = [
    "extend",
    "hand_over",
    "pause",
    "resume",
    "run_again",
    "set_anew",
    "start",
    "start_as_written",
    "stop",
    "sweep",
]

SKEW = timedelta(minutes=15)  # two hosts' clocks may differ by that much


def start(
    about: models.Model,
    rule_id: str = "",
    *,
    started_at: datetime,
    by: User | None,
    owner: User | None = None,
    contract_rule: ContractRule | None = None,
) -> Clock:
    """Start the clock of a rule for a record; it keeps the version in force on that day.

    `started_at` is aware: the receipt, or when somebody became aware. A `contract_rule` takes
    the place of `rule_id`. Raises ClockRefused for a start in the future or a second clock,
    PeriodError (a sentence too) for what cannot be counted.
    """
    day = periods.local_date(started_at, Profile.current().time_zone)
    rule = contract_period(contract_rule) if contract_rule else periods.rule(rule_id, on=day)
    return _begin(
        about,
        started_at,
        by,
        kind=kind_of(rule),
        rule_id=rule.id,
        rule_valid_from=rule.valid_from,
        contract_rule=contract_rule,
        owner=owner,
        can_be_extended=bool(rule.extension),
    )


def start_as_written(
    about: models.Model,
    *,
    on: date,
    started_at: datetime,
    by: User | None,
    owner: User | None = None,
) -> Clock:
    """Start a clock whose last day somebody else set, such as an authority (A1).

    It alerts as a legal deadline does. Raises ClockRefused, PeriodError, as `start`.
    """
    day = periods.local_date(started_at, Profile.current().time_zone)
    if on < day:
        raise ClockRefused(_("That day is before the letter that sets it. Check the year."))
    return _begin(
        about,
        started_at,
        by,
        kind=Clock.Kind.LEGAL,
        rule_id=periods.AS_WRITTEN,
        rule_valid_from=day,
        written_on=on,
        owner=owner,
    )


def _begin(
    about: models.Model,
    started_at: datetime,
    by: User | None,
    *,
    can_be_extended: bool = False,
    **values: Any,
) -> Clock:
    _insist_on_past(started_at)
    profile = Profile.current()
    clock = Clock(
        about_type=ContentType.objects.get_for_model(about),
        about_id=about.pk,
        country=profile.country,
        time_zone=profile.time_zone,
        started_at=started_at,
        **values,
    )
    _set(clock, dates_of(clock))
    _set(clock, alerts_of(clock, timezone.now()))
    clock.extendable_until = clock.due_at if can_be_extended else None
    try:
        with transaction.atomic():
            clock.save(force_insert=True)
            version = clock.rule_valid_from.isoformat()
            _tell("started", clock, by, started_at, version=version)
    except IntegrityError as error:
        raise ClockRefused(_("This clock is already running for that record.")) from error
    return clock


@transaction.atomic
def set_anew(clock: Clock, *, on: date, by: User) -> None:
    """Whoever wrote that last day wrote another one; the trail keeps the former."""
    row = _running(clock)
    if row.written_on is None:
        raise ClockRefused(_("This deadline is computed; nobody can set its day."))
    if on < periods.local_date(row.started_at, row.time_zone):
        raise ClockRefused(_("That day is before the letter that sets it. Check the year."))
    former, row.written_on = row.written_on, on
    dates = dates_of(row)
    _set(row, dates)
    alerts = alerts_of(row, timezone.now())
    _write(clock, written_on=on, **dates, **alerts)
    _tell("set_anew", clock, by, timezone.now(), former=former.isoformat())


@transaction.atomic
def stop(clock: Clock, *, by: User | None, at: datetime) -> None:
    """What the clock waits for was done `at`. Raises ClockRefused when it stands already."""
    row = _running(clock)
    _insist_on_past(at)
    if at < row.started_at:
        raise ClockRefused(_("That is before the clock started."))
    _write(clock, stopped_at=at, next_alert_at=None)
    _tell("stopped", clock, by, at, late=at >= row.due_at)


@transaction.atomic
def run_again(clock: Clock, *, by: User | None, at: datetime) -> None:
    """What had stopped the clock did not happen after all: it runs as if it never stood.

    Its dates never changed, so that it may be late at once. Raises ClockRefused when it runs.
    """
    row = Clock.objects.select_for_update(of=("self",)).get(pk=clock.pk)
    if row.is_running:
        raise ClockRefused(_("The clock is running."))
    alerts = alerts_of(row, timezone.now())
    _write(clock, stopped_at=None, next_alert_at=alerts["next_alert_at"])
    _tell("run_again", clock, by, at)


@transaction.atomic
def hand_over(clock: Clock, *, to: User, by: User | None) -> None:
    """Somebody else answers for it from now on."""
    row = _running(clock)
    _write(clock, owner=to)
    _tell("handed_over", clock, by, timezone.now(), former=row.owner_id, to=to.pk)


@transaction.atomic
def pause(clock: Clock, *, letter: Letter, by: User | None, at: datetime) -> ClockPause:
    """The person was asked `at`, by that letter, for what we cannot go on without.

    The legal deadline without the pause stays visible and alerts. Raises ClockRefused.
    """
    row = _running(clock)
    if row.written_on or not rule_of(row).pausable:
        raise ClockRefused(_("This deadline never pauses; only the one to answer a person does."))
    _insist_on_sent(letter)
    _insist_on_past(at)
    if not row.started_at <= at < (row.paused_due_at or row.due_at):
        raise ClockRefused(_("A pause begins while the deadline runs."))
    if row.pauses.filter(Q(answered_at=None) | Q(answered_at__gt=at)).exists():
        raise ClockRefused(_("The clock is paused at that time already."))
    if row.pauses.filter(letter=letter).exists():
        raise ClockRefused(_("That letter has paused this clock before."))
    begun = row.pauses.create(letter=letter, asked_at=at)
    _tell("paused", clock, by, at, letter=letter.pk)
    return begun


@transaction.atomic
def resume(clock: Clock, *, by: User | None, at: datetime) -> None:
    """The answer came `at`: the paused deadline is now known. Raises ClockRefused."""
    row = _running(clock)
    paused = row.pauses.filter(answered_at=None).first()
    if paused is None:
        raise ClockRefused(_("The clock is not paused."))
    _insist_on_past(at)
    if at < paused.asked_at:
        raise ClockRefused(_("That is before we asked."))
    paused.answered_at = at
    paused.save(update_fields=["answered_at"])
    _write(clock, **dates_of(row))
    _tell("resumed", clock, by, at, paused_due_on=str(clock.paused_due_on))


@transaction.atomic
def extend(clock: Clock, *, notice: Letter, reason: str, by: User | None, at: datetime) -> None:
    """Take the longer period; the person was told why by `notice`, `at` (GDPR Art. 12(3)).

    The reason is kept as a value of the trail. Raises ClockRefused unless the rule knows an
    extension and the notice went inside the first period, counted without pauses.
    """
    row = _running(clock)
    if row.extendable_until is None:
        raise ClockRefused(_("This deadline cannot be extended."))
    if row.is_extended:
        raise ClockRefused(_("The deadline is extended already; it is extended once."))
    if not reason.strip():
        raise ClockRefused(_("Give the reason that the notice gives (Art. 12(3))."))
    _insist_on_sent(notice)
    _insist_on_past(at)
    if not row.started_at <= at < row.extendable_until:
        raise ClockRefused(_("The notice had to be sent inside the first month."))
    row.extended_at, row.extension_notice = at, notice
    dates = dates_of(row)
    _set(row, dates)
    alerts = alerts_of(row, timezone.now())
    _write(clock, extended_at=at, extension_notice=notice, **dates, **alerts)
    _tell("extended", clock, by, at, {"reason": reason}, notice=notice.pk)


def _running(clock: Clock) -> Clock:
    """The stored row, locked until the end of the transaction, if it runs."""
    row = Clock.objects.select_for_update(of=("self",)).get(pk=clock.pk)
    if not row.is_running:
        raise ClockRefused(_("The clock has stopped."))
    return row


def _insist_on_past(at: datetime) -> None:
    if at > timezone.now() + SKEW:
        raise ClockRefused(_("That lies in the future. When did it happen?"))


def _insist_on_sent(letter: Letter) -> None:
    if letter.status not in (Letter.Status.QUEUED, Letter.Status.UNSURE, Letter.Status.SENT):
        raise ClockRefused(_("Send the letter first; a draft tells the person nothing."))


def _write(clock: Clock, **changes: Any) -> None:
    """Change the locked row and the caller's copy of it."""
    Clock.objects.filter(pk=clock.pk).update(**changes)
    _set(clock, changes)


def _set(clock: Clock, changes: dict[str, Any]) -> None:
    for name, value in changes.items():
        setattr(clock, name, value)


def _tell(
    deed: str,
    clock: Clock,
    by: User | None,
    at: datetime,
    values: dict[str, str] | None = None,
    **facts: Any,
) -> None:
    """Write the deed, done `at`, to the trail of what the clock is about."""
    facts = {"clock": clock.pk, "rule": clock.rule_id, "due_on": clock.due_on.isoformat(), **facts}
    record(f"clock.{deed}", clock.about, by=by, facts=facts, values=values, happened_at=at)
