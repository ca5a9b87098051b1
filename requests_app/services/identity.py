"""Showing who somebody is, with the least proof that serves (GDPR Art. 12(6))."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dpo_office.correspondence.models import Letter
from dpo_office.correspondence.services import letters
from dpo_office.evidence.models import record
from dpo_office.organisation.models import User
from dpo_office.parties.services import people
from requests_app.models import SubjectRequest
from requests_app.services import address_links, kept_proofs, questions
from requests_app.services.acting import hold, insist, why_answered

IDENTITY_REQUEST = "identity_request"


@transaction.atomic
def ask(
    request: SubjectRequest, *, doubt: str, needed: str, by: User, now: datetime | None = None
) -> Letter:
    """Ask for the least proof, saying which doubt there is; the legal deadline pauses.

    Raises ValidationError, or ClockRefused once the deadline is over.
    """
    hold(request)
    insist(why_not_ask(request))
    return questions.put(
        request, IDENTITY_REQUEST, by=by, now=now or timezone.now(), doubt=doubt, needed=needed
    )


def why_not_ask(request: SubjectRequest) -> str:
    """Why the person can't be asked who they are, in words; empty when they can."""
    return why_not_confirm(request) or questions.why_not_put(request)


@transaction.atomic
def confirm(
    request: SubjectRequest, *, proof: str, by: User | None, now: datetime | None = None
) -> SubjectRequest:
    """Record how the person was shown to control the address that answers go to.

    `by` is None when they showed it by our link. The legal deadline runs again, if it waited for
    that; links that were sent and documents that nobody checked are of no use any more.
    """
    now = now or timezone.now()
    hold(request)
    insist(why_not_confirm(request))
    if proof not in SubjectRequest.IdentityProof.values:
        insist(_("Choose how the person showed who they are."))
    _set(request, identity_proof=proof, identity_shown_at=now)
    record("identity.shown", request, by=by, facts={"proof": proof}, happened_at=now)
    address_links.end(request, now=now)
    kept_proofs.forget(request, by=by)
    questions.end_if_about(request, IDENTITY_REQUEST, by=by, now=now)
    return request


def why_not_confirm(request: SubjectRequest) -> str:
    """Why identity can't be recorded, in words; empty when it can."""
    if why := why_answered(request):
        return why
    return _("Identity is shown already.") if request.identity_shown_at else ""


@transaction.atomic
def change_address(request: SubjectRequest, *, email: str, by: User) -> SubjectRequest:
    """Send answers elsewhere; identity has to be shown again (design, "Letters")."""
    hold(request)
    insist(why_not_change_address(request))
    address = people.checked_address(email)
    address_links.end(request, now=timezone.now())
    _set(request, answer_to=address, identity_proof="", identity_shown_at=None)
    by_mail = Letter.objects.about(request).drafts().filter(channel=Letter.Channel.MAIL)
    for letter in by_mail:
        letters.readdress(letter, to=address, by=by)
    record("request.address_changed", request, by=by, values={"address": address})
    return request


def why_not_change_address(request: SubjectRequest) -> str:
    """Why answers go where they go, in words; empty when that can change."""
    return why_answered(request)


def _set(request: SubjectRequest, **changes: object) -> None:
    for name, value in changes.items():
        setattr(request, name, value)
    request.save(update_fields=list(changes))
