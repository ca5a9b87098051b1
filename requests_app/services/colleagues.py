"""Asking colleagues without account what only they can find or do for a case."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dpo_office.evidence.models import EncryptedFile
from dpo_office.organisation.models import User
from dpo_office.worklist.models import Errand
from dpo_office.worklist.services import errands
from requests_app.models import SubjectRequest
from requests_app.services.acting import hold, insist, why_answered


@transaction.atomic
def ask(
    request: SubjectRequest,
    *,
    to: str,
    words: str,
    due_on: date,
    by: User,
    enclosed: Sequence[EncryptedFile] = (),
    now: datetime | None = None,
) -> Errand:
    """Mail a colleague a link to one task; whoever handles the case is told of the answer."""
    now = now or timezone.now()
    hold(request)
    insist(why_not_ask(request))
    return errands.ask(
        request,
        to=to,
        words=words,
        due_on=due_on,
        owner=request.handler or by,
        by=by,
        enclosed=enclosed,
        now=now,
    )


def why_not_ask(request: SubjectRequest) -> str:
    """Why no colleague can be asked, in words; empty when one can."""
    return why_answered(request) or errands.why_not_ask(request)


def end_all(request: SubjectRequest, *, by: User) -> None:
    """The case is over: nobody has to answer for it any more."""
    errands.withdraw_all(request, by=by, reason=_("The case is over."))
