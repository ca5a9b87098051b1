"""Documents of identity that still lie here; none may once the case does not need them (F5)."""

from django.db.models import QuerySet

from dpo_office.evidence.services import files
from dpo_office.organisation.models import User
from requests_app.models import ProofDocument, SubjectRequest


def waiting(request: SubjectRequest) -> QuerySet[ProofDocument]:
    """Documents that are still there and that nobody has checked."""
    return request.proofs.filter(checked_at=None, file__isnull=False)


def forget(request: SubjectRequest, *, by: User | None) -> None:
    """Identity is shown otherwise, or the case is over: they go unchecked."""
    kept = [proof.file for proof in waiting(request).select_related("file")]
    files.remove([file for file in kept if file], by=by)
