"""Forming the parts of a request: one for each customer concerned, once the person is shown.

Which customers hold data is told to nobody before (P2.1, P4.1).
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dpo_office.evidence.models import record
from dpo_office.lib.plain_text import checked_lines
from dpo_office.organisation.models import User
from dpo_office.parties.models import Customer
from requests_app.models import Exercise, RequestPart, SubjectRequest
from requests_app.services import mandates, part_clocks
from requests_app.services.acting import hold, insist, why_over
from requests_app.services.whose_words import why_not_theirs

Status = RequestPart.Status
LONGEST = 20_000  # characters of what a customer reads


@transaction.atomic
def form(
    request: SubjectRequest,
    *,
    customer: Customer,
    rights: Collection[str],
    words: str = "",
    known_by: str = "",
    by: User,
    now: datetime | None = None,
) -> RequestPart:
    """Form the part of one customer: `words` and `known_by` are all that it will read.

    Raises ValidationError before the person is shown, for a right that was not asked for, and
    for a text that names another customer.
    """
    now = now or timezone.now()
    hold(request)
    insist(why_not_form(request, now))
    content: dict[str, Any] = {
        "rights": _checked_rights(request, rights),
        "words": _checked(words, customer, field=_("What the customer reads")),
        "known_by": _checked(known_by, customer, field=_("How the customer knows them")),
    }
    part = request.parts.filter(customer=customer).first()
    if part is None:
        part = RequestPart(
            request=request, capacity=RequestPart.Capacity.PROCESSOR, customer=customer
        )
        part.status, part.formed_at = Status.OPEN, now
        for name, value in content.items():
            setattr(part, name, value)
        part.save()
        facts = {"to": str(Status.OPEN), "customer": customer.pk, "rights": content["rights"]}
        record("requestpart.open", part, by=by, facts=facts, happened_at=now)
    elif part.status == Status.REMOVED:
        part.move_to(Status.OPEN, by=by, at=now, ended_at=None, formed_at=now, **content)
    else:
        insist(_("%(customer)s has a part in this case already.") % {"customer": customer})
    part.request = request
    part_clocks.run(part, part_clocks.FORWARD, by=by, at=now)
    return part


def why_not_form(request: SubjectRequest, now: datetime) -> str:
    """Why no part can be formed, in words; empty when one can."""
    if why := why_over(request):
        return why
    if not request.identity_shown_at:
        return _("The person has not shown who they are; nobody is told of customers before.")
    return mandates.why_not_speak(request, now)


@transaction.atomic
def remove(part: RequestPart, *, by: User, now: datetime | None = None) -> RequestPart:
    """Take a part out again, while nothing of it has left; what it held is emptied."""
    now = now or timezone.now()
    hold_part(part)
    insist(why_not_remove(part))
    part_clocks.stop(part, by=by, at=now)
    part.move_to(Status.REMOVED, by=by, at=now, ended_at=now, words="", known_by="", rights=[])
    return part


def why_not_remove(part: RequestPart) -> str:
    """Why the part stays, in words; empty while nothing of it has left."""
    if why := why_over(part.request):
        return why
    return "" if part.status == Status.OPEN else _("It has left already; end it instead.")


def hold_part(part: RequestPart) -> None:
    """Lock the case of the part, and read the part anew."""
    hold(part.request)
    case, customer = part.request, part.customer
    part.refresh_from_db()
    part.request, part.customer = case, customer


def why_ended(part: RequestPart) -> str:
    """Why nothing changes in the part any more, in words; empty while it runs.

    A closed case does not end its parts: a customer may take longer than we do.
    """
    if part.request.status == SubjectRequest.Status.REDACTED:
        return why_over(part.request)
    if part.ended_at:
        return _("This part has ended: %(state)s.") % {"state": part.get_status_display()}
    return ""


def why_not_close(request: SubjectRequest) -> str:
    """Why the case can't close because of its customers' parts, in words; empty when it can."""
    waiting = request.parts.of_customers().filter(status=Status.OPEN)
    if names := [str(part.concerned) for part in waiting]:
        return _("Not passed on yet: %(names)s.") % {"names": ", ".join(names)}
    return ""


def _checked_rights(request: SubjectRequest, rights: Collection[str]) -> list[str]:
    asked = set(Exercise.objects.filter(part__request=request).values_list("right", flat=True))
    if not rights:
        raise ValidationError(_("Choose at least one right that is passed on."))
    if foreign := set(rights) - asked:
        labels = ", ".join(str(Exercise.Right(right).label) for right in sorted(foreign))
        raise ValidationError(_("That was not asked for: %(rights)s.") % {"rights": labels})
    return [right for right in Exercise.Right.values if right in rights]


def _checked(text: str, customer: Customer, *, field: str) -> str:
    text = checked_lines(text, field=field, longest=LONGEST)
    insist(why_not_theirs(text, customer))
    return text
