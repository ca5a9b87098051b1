"""Restriction: in force from the decision, lifted only after the person was told (Art. 18(3))."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dpo_office.correspondence.models import Letter
from dpo_office.correspondence.services import letters
from dpo_office.evidence.models import record
from dpo_office.lib.plain_text import checked_lines
from dpo_office.organisation.models import User
from requests_app.models import Exercise, Restriction, SubjectRequest
from requests_app.services import writing
from requests_app.services.acting import hold, insist

LIFTING_NOTICE = "lifting_notice"
LONGEST = 5_000
Status = Exercise.Status


def begin_or_undo(exercise: Exercise, *, until: date | None, by: User, now: datetime) -> None:
    """In force once granted, in whole or in part; with any other outcome there is none."""
    undo(exercise, by=by, now=now)
    if exercise.status in (Status.GRANTED, Status.PARTLY):
        Restriction.objects.create(exercise=exercise, since=now, until=until)
        facts = {"until": until.isoformat() if until else ""}
        record("restriction.began", exercise, by=by, facts=facts, happened_at=now)


def undo(exercise: Exercise, *, by: User, now: datetime) -> None:
    """The decision is taken back before the person heard of it: there never was one."""
    if Restriction.objects.filter(exercise=exercise).delete()[0]:
        record("restriction.undone", exercise, by=by, happened_at=now)


@transaction.atomic
def announce(exercise: Exercise, *, reason: str, by: User, now: datetime | None = None) -> Letter:
    """Tell the person that it will be lifted, and why. Raises ValidationError, LetterRefused."""
    now, request = now or timezone.now(), exercise.part.request
    hold(request)
    insist(why_not_announce(exercise))
    reason = checked_lines(reason, field=_("Why it ends"), longest=LONGEST)
    insist("" if reason else _("Say why it ends; the person reads it."))
    letter = writing.draft(request, LIFTING_NOTICE, by=by, now=now, reasons=reason)
    letters.send(letter, by=by, now=now)
    exercise.restriction.notice = letter
    exercise.restriction.save(update_fields=["notice"])
    record("restriction.announced", exercise, by=by, facts={"letter": letter.pk}, happened_at=now)
    return letter


def why_not_announce(exercise: Exercise) -> str:
    """Why the person can't be told of a lifting now, in words; empty when they can."""
    if why := _why_not_in_force(exercise):
        return why
    notice = exercise.restriction.notice
    if notice and notice.status not in (Letter.Status.FAILED, Letter.Status.DISCARDED):
        return _("They were told already.")
    return ""


@transaction.atomic
def lift(exercise: Exercise, *, by: User, now: datetime | None = None) -> Restriction:
    """Lift it. Raises ValidationError before the notice has left (Art. 18(3))."""
    now = now or timezone.now()
    hold(exercise.part.request)
    insist(why_not_lift(exercise))
    restriction = exercise.restriction
    restriction.lifted_at, restriction.lifted_by = now, by
    restriction.save(update_fields=["lifted_at", "lifted_by"])
    record("restriction.lifted", exercise, by=by, happened_at=now)
    return restriction


def why_not_lift(exercise: Exercise) -> str:
    """Why it stays in force, in words; empty when it can be lifted."""
    if why := _why_not_in_force(exercise):
        return why
    notice = exercise.restriction.notice
    if notice is None:
        return _("Tell them first; it is not lifted before (Art. 18(3)).")
    if notice.status != Letter.Status.SENT:
        return _("The letter that tells them has not left yet (Art. 18(3)).")
    return ""


def in_force(request: SubjectRequest) -> list[Exercise]:
    """The rights of the case by which data are restricted now, told to the person."""
    if not request.answered_at or request.redacted_at:
        return []
    restricted = Exercise.objects.filter(part__request=request, restriction__lifted_at=None)
    restricted = restricted.filter(restriction__isnull=False)
    return list(restricted.select_related("part__request", "restriction__notice"))


def _why_not_in_force(exercise: Exercise) -> str:
    request = exercise.part.request
    if request.status == SubjectRequest.Status.REDACTED:
        return _("The person was taken out of this case; nothing changes in it any more.")
    restriction = Restriction.objects.filter(exercise=exercise).first()
    if restriction is None:
        return _("Nothing is restricted by it.")
    if restriction.lifted_at:
        return _("It is lifted already.")
    return "" if request.answered_at else _("The answer that tells of it has not left yet.")
