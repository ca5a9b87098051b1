"""Showing who somebody is, with the least proof that serves (GDPR Art. 12(6))."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dpo_office.correspondence.models import Letter
from dpo_office.correspondence.services import letters
from dpo_office.evidence.models import record
from dpo_office.organisation.models import User
from dpo_office.parties.services import people
from requests_app.models import SubjectRequest


@transaction.atomic
def confirm(
    request: SubjectRequest, *, proof: str, by: User, now: datetime | None = None
) -> SubjectRequest:
    """Record how the person was shown to control the address that answers go to."""
    now = now or timezone.now()
    if proof not in SubjectRequest.IdentityProof.values:
        raise ValidationError(_("Choose how the person showed who they are."))
    if request.identity_shown_at:
        raise ValidationError(_("Identity is shown already."))
    _set(request, identity_proof=proof, identity_shown_at=now)
    record("identity.shown", request, by=by, facts={"proof": proof}, happened_at=now)
    return request


@transaction.atomic
def change_address(request: SubjectRequest, *, email: str, by: User) -> SubjectRequest:
    """Send answers elsewhere; identity has to be shown again (design, "Letters")."""
    address = people.checked_address(email)
    if request.answered_at:
        raise ValidationError(_("The answer has left already."))
    _set(request, answer_to=address, identity_proof="", identity_shown_at=None)
    for letter in Letter.objects.about(request).drafts():
        letters.readdress(letter, to=address, by=by)
    record("request.address_changed", request, by=by, values={"address": address})
    return request


def _set(request: SubjectRequest, **changes: object) -> None:
    for name, value in changes.items():
        setattr(request, name, value)
    request.save(update_fields=list(changes))
