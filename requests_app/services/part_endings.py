"""How a customer's part ends, and who is told of it."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dpo_office.correspondence.services import letters
from dpo_office.lib.plain_text import checked_lines
from dpo_office.organisation.models import User
from dpo_office.organisation.services import links
from requests_app.models import RequestPart, SubjectRequest
from requests_app.services import mandates, part_clocks, part_words, passing, writing
from requests_app.services.acting import insist
from requests_app.services.parts import hold_part, why_ended

Status = RequestPart.Status
LONGEST = 5_000  # characters of why
GONE, DONE, WITHDRAWN = "customer_gone", "part_done", "part_withdrawn"


@transaction.atomic
def done(part: RequestPart, *, what: str, by: User, now: datetime | None = None) -> RequestPart:
    """What the customer instructed was carried out; the customer is told what was done."""
    now = now or timezone.now()
    hold_part(part)
    insist(why_not_done(part))
    what = _said(what)
    if not passing.why_unreachable(part, now):
        passing.send_to_customer(part, DONE, by=by, now=now, done=what)
    return end(part, Status.DONE, why=what, by=by, now=now)


def why_not_done(part: RequestPart) -> str:
    """Why nothing was carried out, in words; empty when something can have been."""
    if why := why_ended(part):
        return why
    return "" if part.status == Status.INSTRUCTED else _("The customer has not told us what to do.")


@transaction.atomic
def gone(part: RequestPart, *, told: str, by: User, now: datetime | None = None) -> RequestPart:
    """The customer is out of business or out of reach; the person is told, in those words.

    Raises ValidationError or LetterRefused: without words, or while the person is not shown.
    """
    now = now or timezone.now()
    hold_part(part)
    insist(why_not_gone(part, now))
    told, request = _said(told), part.request
    controller = part_words.address_of(part.concerned)
    words = {"controller": controller, "next": told}
    letters.send(writing.draft(request, GONE, by=by, now=now, **words), by=by, now=now)
    return end(part, Status.CUSTOMER_GONE, why=told, by=by, now=now)


def why_not_gone(part: RequestPart, now: datetime) -> str:
    """Why that can't be recorded, in words; empty when it can."""
    if why := why_ended(part):
        return why
    if not part.request.identity_shown_at:
        return _("The person has not shown who they are.")
    return mandates.why_not_speak(part.request, now)


@transaction.atomic
def no_answer(part: RequestPart, *, why: str, by: User, now: datetime | None = None) -> RequestPart:
    """The customer told us nothing, though it was reminded."""
    hold_part(part)
    insist(why_not_no_answer(part))
    return end(part, Status.NO_ANSWER, why=_said(why), by=by, now=now or timezone.now())


def why_not_no_answer(part: RequestPart) -> str:
    """Why we can't say that it never answered, in words; empty when we can."""
    if why := why_ended(part):
        return why
    if part.status != Status.PASSED_ON:
        return _("Only a part that was passed on waits for an answer.")
    return "" if part.reminded_at else _("Remind the customer first.")


@transaction.atomic
def withdraw(part: RequestPart, *, why: str, by: User, now: datetime | None = None) -> RequestPart:
    """The person wants nothing of that customer any more; if it has the part, it is told."""
    now = now or timezone.now()
    hold_part(part)
    insist(why_ended(part))
    return _withdraw(part, why=_said(why), by=by, now=now)


def withdraw_rest(request: SubjectRequest, *, by: User, now: datetime) -> None:
    """The request ended without answer: its customers need not act. The caller holds the case."""
    for part in request.parts.running():
        part.request = request
        _withdraw(part, why="", by=by, now=now)


def _withdraw(part: RequestPart, *, why: str, by: User, now: datetime) -> RequestPart:
    if part.status in RequestPart.WITH_CUSTOMER and not passing.why_unreachable(part, now):
        passing.send_to_customer(part, WITHDRAWN, by=by, now=now)
    return end(part, Status.WITHDRAWN, why=why, by=by, now=now)


def end(
    part: RequestPart, status: str, *, by: User | None, now: datetime, why: str = ""
) -> RequestPart:
    """The part stands, its clock too, and its link opens nothing more. The caller holds the case."""
    part.move_to(status, by=by, at=now, ended_at=now, why_ended=why)
    part_clocks.stop(part, by=by, at=now)
    links.end_about(str(part.pk), purpose=passing.LINK, now=now)
    return part


def _said(text: str) -> str:
    text = checked_lines(text, field=_("Why"), longest=LONGEST)
    insist("" if text else _("Say why; without words this cannot be shown later."))
    return text
