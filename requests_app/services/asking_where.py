"""Asking the person which website they mean, where the customer concerned is not known (P2.1).

Nothing pauses: what we hold ourselves we can answer, whatever the person replies.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dpo_office.correspondence.models import Letter
from dpo_office.correspondence.services import letters
from dpo_office.organisation.models import User
from requests_app.models import SubjectRequest
from requests_app.services import writing
from requests_app.services.acting import hold, insist, why_answered

WHICH_WEBSITE = "which_website"
MOST = 2  # a second time at most: who does not reply is not pressed


@transaction.atomic
def ask(request: SubjectRequest, *, by: User, now: datetime | None = None) -> Letter:
    """Send the question; it names no customer, so that identity need not be shown before."""
    now = now or timezone.now()
    hold(request)
    insist(why_not_ask(request))
    return letters.send(writing.draft(request, WHICH_WEBSITE, by=by, now=now), by=by, now=now)


def why_not_ask(request: SubjectRequest) -> str:
    """Why the person isn't asked that, in words; empty when they can be."""
    if why := why_answered(request):
        return why
    if Letter.objects.about(request).of_kind(WHICH_WEBSITE).count() >= MOST:
        return _("It was asked twice already.")
    return ""
