"""Acting for somebody else: the mandate is checked first, and says until when (P4.1).

Answers go to the representative only while their mandate is checked and not over.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from dpo_office.evidence.file_door import FileDoor
from dpo_office.evidence.models import EncryptedFile, record
from dpo_office.evidence.services import files
from dpo_office.lib.periods import local_date
from dpo_office.lib.plain_text import checked_line, checked_lines
from dpo_office.organisation.models import Profile, User
from requests_app.models import Mandate, SubjectRequest
from requests_app.services.acting import hold, insist, why_answered

LONGEST = 5_000  # characters
ENCLOSED = FileDoor(most=1)


@dataclass(frozen=True)
class Representative:
    """Who acts for the person, as it is entered: answers go to `email`."""

    name: str
    kind: str
    email: str
    valid_until: date | None = None


def current(request: SubjectRequest) -> Mandate | None:
    """The mandate of whoever acts for the person now; None when they act for themselves."""
    return request.mandates.filter(ended_at=None).first()


def appoint(
    request: SubjectRequest,
    representative: Representative,
    *,
    enclosed: Sequence[EncryptedFile] = (),
    by: User | None,
    now: datetime,
) -> Mandate:
    """Somebody acts for the person from now on. The caller holds the case and sets the address.

    Raises ValidationError for a name, address, kind or day that cannot be.
    """
    if current(request):
        insist(_("Somebody acts for them already; end that first."))
    mandate = Mandate(
        request=request,
        name=checked_line(representative.name, field=_("Representative"), longest=200),
        kind=representative.kind,
        valid_until=_checked_day(representative.valid_until, now),
    )
    mandate.full_clean()
    mandate.save()
    facts = {"kind": mandate.kind, "valid_until": str(mandate.valid_until or "")}
    record("mandate.given", request, by=by, facts=facts, happened_at=now)
    _enclose(mandate, enclosed, by=by, now=now)
    return mandate


@transaction.atomic
def renew(
    request: SubjectRequest,
    *,
    valid_until: date | None,
    enclosed: Sequence[EncryptedFile] = (),
    by: User,
    now: datetime | None = None,
) -> Mandate:
    """Their mandate came, or a newer one: it has to be checked."""
    now = now or timezone.now()
    hold(request)
    insist(why_not_renew(request))
    mandate = _current(request)
    mandate.valid_until = _checked_day(valid_until, now)
    mandate.checked_at = mandate.checked_by = None
    mandate.save()
    _enclose(mandate, enclosed, by=by, now=now)
    facts = {"valid_until": str(mandate.valid_until or "")}
    record("mandate.renewed", request, by=by, facts=facts, happened_at=now)
    return mandate


def why_not_renew(request: SubjectRequest) -> str:
    """Why no mandate can be kept, in words; empty when one can."""
    return why_answered(request) or ("" if current(request) else _("Nobody acts for them."))


@transaction.atomic
def check(request: SubjectRequest, *, basis: str, by: User, now: datetime | None = None) -> Mandate:
    """Somebody of ours has read the mandate and says on what it rests."""
    now = now or timezone.now()
    hold(request)
    insist(why_not_check(request, now))
    mandate = _current(request)
    mandate.basis = checked_lines(basis, field=_("What it rests on"), longest=LONGEST)
    insist("" if mandate.basis else _("Say what you read: the paper, its date, who signed it."))
    mandate.checked_at, mandate.checked_by = now, by
    mandate.save()
    record("mandate.checked", request, by=by, facts={"kind": mandate.kind}, happened_at=now)
    return mandate


def why_not_check(request: SubjectRequest, now: datetime) -> str:
    """Why the mandate can't be found good, in words; empty when it can."""
    if why := why_not_renew(request):
        return why
    mandate = _current(request)
    if mandate.checked_at:
        return _("It is checked already.")
    return _over(mandate) if mandate.is_over(_today(now)) else ""


def why_not_speak(request: SubjectRequest, now: datetime) -> str:
    """Why nothing about the person may be told to who acts for them; empty when it may."""
    mandate = current(request)
    if mandate is None:
        return ""
    if not mandate.checked_at:
        return _("The mandate is not checked yet.")
    return _over(mandate) if mandate.is_over(_today(now)) else ""


def why_not_ask(request: SubjectRequest, now: datetime) -> str:
    """Why no mandate is asked for, in words; empty when one is needed."""
    if why := why_not_renew(request):
        return why
    return "" if why_not_speak(request, now) else _("The mandate is checked and valid.")


def _current(request: SubjectRequest) -> Mandate:
    return request.mandates.get(ended_at=None)


def _enclose(
    mandate: Mandate, enclosed: Sequence[EncryptedFile], *, by: User | None, now: datetime
) -> None:
    if enclosed:
        files.keep(enclosed, about=mandate.request, by=by, now=now)
        mandate.file = enclosed[0]
        mandate.save(update_fields=["file"])


def _checked_day(day: date | None, now: datetime) -> date | None:
    if day is not None and day < _today(now):
        insist(_("This mandate is over already. Ask for a new one."))
    return day


def _over(mandate: Mandate) -> str:
    day = date_format(mandate.valid_until, "D j M Y") if mandate.valid_until else ""
    return _("The mandate was valid until %(day)s. Ask for a new one, or answer the person.") % {
        "day": day
    }


def _today(now: datetime) -> date:
    return local_date(now, Profile.current().time_zone)
