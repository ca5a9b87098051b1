"""Documents that show who somebody is: kept until checked, then gone for good (Art. 12(6), F5).

How, when and by whom it was checked stays. One that is forgotten goes by itself.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dpo_office.evidence.file_door import FileDoor
from dpo_office.evidence.models import EncryptedFile, record
from dpo_office.evidence.services import files
from dpo_office.organisation.models import User
from requests_app.models import ProofDocument, SubjectRequest
from requests_app.services import identity, kept_proofs
from requests_app.services.acting import hold, insist

KEPT = timedelta(days=14)  # a document that nobody checks
ENCLOSED = FileDoor(kinds=("PDF", "PNG", "JPEG", "HEIC", "WebP"), most=3)


@transaction.atomic
def keep(
    request: SubjectRequest,
    *,
    enclosed: Sequence[EncryptedFile],
    by: User,
    now: datetime | None = None,
) -> None:
    """Keep what the person sent, until it is checked."""
    now = now or timezone.now()
    hold(request)
    insist(identity.why_not_confirm(request))
    insist("" if enclosed else _("Choose the document."))
    files.keep(enclosed, about=request, by=by, now=now, expires_at=now + KEPT)
    for file in enclosed:
        ProofDocument.objects.create(request=request, file=file, kept_at=now, kept_by=by)
    record("proof.kept", request, by=by, facts={"files": len(enclosed)}, happened_at=now)


@transaction.atomic
def check(
    request: SubjectRequest, *, convinced: bool, by: User, now: datetime | None = None
) -> SubjectRequest:
    """Somebody of ours looked at the documents: they go at once; identity is shown if convinced."""
    now = now or timezone.now()
    hold(request)
    insist(why_not_check(request))
    kept = list(kept_proofs.waiting(request).select_related("file"))
    gone = files.remove([proof.file for proof in kept if proof.file], by=by)
    ProofDocument.objects.filter(pk__in=[proof.pk for proof in kept]).update(
        checked_at=now, checked_by=by, convinced=convinced
    )
    facts = {"files": gone, "convinced": convinced}
    record("proof.checked", request, by=by, facts=facts, happened_at=now)
    if convinced:
        identity.confirm(request, proof=SubjectRequest.IdentityProof.DOCUMENT, by=by, now=now)
    return request


def why_not_check(request: SubjectRequest) -> str:
    """Why there is nothing to check, in words; empty when there is."""
    if why := identity.why_not_confirm(request):
        return why
    return "" if kept_proofs.waiting(request).exists() else _("No document is kept.")
