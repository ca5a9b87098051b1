"""Closing a case once its answer has left."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dpo_office.correspondence.models import Letter
from dpo_office.organisation.models import User
from requests_app.models import SubjectRequest


@transaction.atomic
def close(request: SubjectRequest, *, by: User, now: datetime | None = None) -> SubjectRequest:
    """Close an answered case. Raises ValidationError while a letter has not arrived at its end."""
    now = now or timezone.now()
    if why := why_not_close(request):
        raise ValidationError(why)
    request.move_to(SubjectRequest.Status.CLOSED, by=by, at=now, closed_at=now)
    return request


def why_not_close(request: SubjectRequest) -> str:
    """Why the case cannot close now, in words; empty when it can."""
    if not request.answered_at:
        return _("The answer has not been sent.")
    ended = [Letter.Status.SENT, Letter.Status.DISCARDED]
    if Letter.objects.about(request).exclude(status__in=ended).exists():
        return _("A letter has not left yet.")
    return ""
