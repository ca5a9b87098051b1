"""Closing a case once its answer has left, or ending it when none is owed."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dpo_office.correspondence.models import Letter
from dpo_office.organisation.models import User
from requests_app.models import SubjectRequest
from requests_app.services import colleagues, deadlines, kept_proofs, part_endings, parts, replies
from requests_app.services.acting import hold, insist, why_over

ON_ITS_WAY = (Letter.Status.QUEUED, Letter.Status.UNSURE)


@transaction.atomic
def close(request: SubjectRequest, *, by: User, now: datetime | None = None) -> SubjectRequest:
    """Close an answered case. Raises ValidationError while a letter has not arrived at its end."""
    now = now or timezone.now()
    hold(request)
    insist(why_not_close(request))
    replies.give_up_drafts(request, by=by)
    colleagues.end_all(request, by=by)
    request.move_to(SubjectRequest.Status.CLOSED, by=by, at=now, closed_at=now)
    return request


def why_not_close(request: SubjectRequest) -> str:
    """Why the case cannot close now, in words; empty when it can."""
    if why := why_over(request):
        return why
    if not request.answered_at:
        return _("The answer has not been sent.")
    answer = replies.answer_of(request)
    if answer is None or answer.status == Letter.Status.FAILED:
        return _("The answer could not leave. Try its mail again, or write it anew.")
    if Letter.objects.about(request).filter(status__in=ON_ITS_WAY).exists():
        return _("A letter has not left yet.")
    return parts.why_not_close(request)


def end(
    request: SubjectRequest,
    *,
    by: User,
    now: datetime,
    merged_into: SubjectRequest | None = None,
) -> SubjectRequest:
    """End a case that needs no answer: withdrawn, merged, or no request. The caller holds it."""
    replies.give_up_drafts(request, by=by)
    colleagues.end_all(request, by=by)
    deadlines.stop_all(request, by=by, at=now)
    part_endings.withdraw_rest(request, by=by, now=now)
    kept_proofs.forget(request, by=by)
    ended = SubjectRequest.Status.ENDED
    request.move_to(ended, by=by, at=now, closed_at=now, merged_into=merged_into)
    return request
