"""Somebody acts for the person: named, asked for their mandate, and let go (P4.1)."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dpo_office.correspondence.models import Letter
from dpo_office.correspondence.services import letters
from dpo_office.evidence.models import EncryptedFile, record
from dpo_office.lib.plain_text import checked_lines
from dpo_office.organisation.models import User
from requests_app.models import SubjectRequest
from requests_app.services import identity, mandates, writing
from requests_app.services.acting import hold, insist, why_answered
from requests_app.services.mandates import Representative

MANDATE_REQUEST = "mandate_request"


@transaction.atomic
def begin(
    request: SubjectRequest,
    representative: Representative,
    *,
    enclosed: Sequence[EncryptedFile] = (),
    by: User,
    now: datetime | None = None,
) -> SubjectRequest:
    """From now on letters go to them; the address has to be shown, and the mandate checked."""
    now = now or timezone.now()
    hold(request)
    insist(why_not_begin(request))
    mandates.appoint(request, representative, enclosed=enclosed, by=by, now=now)
    return identity.change_address(request, email=representative.email, by=by)


def why_not_begin(request: SubjectRequest) -> str:
    """Why nobody can be named who acts for them, in words; empty when somebody can."""
    if why := why_answered(request):
        return why
    return _("Somebody acts for them already.") if mandates.current(request) else ""


@transaction.atomic
def ask(request: SubjectRequest, *, needed: str, by: User, now: datetime | None = None) -> Letter:
    """Ask the representative for the mandate; no deadline pauses for it."""
    now = now or timezone.now()
    hold(request)
    insist(mandates.why_not_ask(request, now))
    words = {
        "person": request.subject.name,
        "needed": checked_lines(needed, field=_("What we need"), longest=mandates.LONGEST),
    }
    letter = writing.draft(request, MANDATE_REQUEST, by=by, now=now, **words)
    return letters.send(letter, by=by, now=now)


@transaction.atomic
def end(
    request: SubjectRequest, *, email: str, by: User, now: datetime | None = None
) -> SubjectRequest:
    """The person acts for themselves again; answers go to their own address, to be shown anew."""
    now = now or timezone.now()
    hold(request)
    insist(mandates.why_not_renew(request))
    request.mandates.filter(ended_at=None).update(ended_at=now)
    record("mandate.ended", request, by=by, happened_at=now)
    return identity.change_address(request, email=email, by=by)
