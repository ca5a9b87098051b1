"""Telling those who had the data of what became of it, and the person who they are (Art. 19)."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dpo_office.correspondence.models import Letter
from dpo_office.correspondence.services import letters
from dpo_office.evidence.models import record
from dpo_office.lib.periods import local_date
from dpo_office.lib.plain_text import checked_line, checked_lines
from dpo_office.organisation.models import Profile, User
from requests_app.models import Exercise, Recipient, SubjectRequest
from requests_app.services import writing
from requests_app.services.acting import hold, insist, why_over
from requests_app.services.wording import say

Right, Status = Exercise.Right, Exercise.Status
TOLD_OF = (Right.RECTIFICATION, Right.ERASURE, Right.RESTRICTION)
LETTER = "recipients_told"
LONGEST = 5_000


@transaction.atomic
def note(
    exercise: Exercise,
    *,
    name: str,
    told_on: date | None = None,
    why_not: str = "",
    by: User,
    now: datetime | None = None,
) -> Recipient:
    """Record one recipient: told on that day, or why that is impossible or out of proportion."""
    now = now or timezone.now()
    hold(exercise.part.request)
    insist(why_not_note(exercise))
    name = checked_line(name, field=_("Recipient"), longest=200)
    why_not = checked_lines(why_not, field=_("Why not"), longest=LONGEST)
    if not name or bool(told_on) == bool(why_not):
        insist(_("Name the recipient, and say when they were told or why they can't be."))
    if told_on and told_on > local_date(now, Profile.current().time_zone):
        insist(_("That day lies in the future. When were they told?"))
    recipient = exercise.recipients.create(name=name, told_on=told_on, why_not=why_not)
    facts = {"recipient": recipient.pk, "told": bool(told_on)}
    record("recipient.noted", exercise, by=by, facts=facts, values={"name": name}, happened_at=now)
    return recipient


def why_not_note(exercise: Exercise) -> str:
    """Why no recipient can be noted, in words; empty when one can."""
    if why := why_over(exercise.part.request):
        return why
    if exercise.right not in TOLD_OF or exercise.status not in (Status.GRANTED, Status.PARTLY):
        return _("Recipients are told of what was corrected, erased or restricted.")
    return ""


@transaction.atomic
def tell(request: SubjectRequest, *, by: User, now: datetime | None = None) -> Letter:
    """Tell the person, who asked for it, who was told. Raises ValidationError, LetterRefused."""
    now = now or timezone.now()
    hold(request)
    insist(why_not_tell(request))
    lines = [_line(one, request.language) for one in noted(request)]
    letter = writing.draft(request, LETTER, by=by, now=now, recipients="\n".join(lines))
    letters.send(letter, by=by, now=now)
    return letter


def why_not_tell(request: SubjectRequest) -> str:
    """Why the person can't be told who they are, in words; empty when they can."""
    if why := why_over(request):
        return why
    if not noted(request):
        return _("No recipient is noted.")
    return "" if request.identity_shown_at else _("The person has not shown who they are.")


def noted(request: SubjectRequest) -> list[Recipient]:
    """Every recipient noted in the case."""
    return list(Recipient.objects.filter(exercise__part__request=request))


def _line(one: Recipient, language: str) -> str:
    if one.told_on is None:
        return f"- {one.name}: {say('recipient_not_told', language)}"
    return f"- {one.name}: {one.told_on:%d.%m.%Y}"
