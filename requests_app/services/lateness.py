"""Why a case was late: a word that is counted, and words that stay with the case (P5.1)."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from dpo_office.evidence.models import record
from dpo_office.lib.plain_text import checked_lines
from dpo_office.organisation.models import User
from dpo_office.worklist.models import Clock
from requests_app.models import SubjectRequest
from requests_app.services.acting import hold, insist
from requests_app.services.deadlines import controller_part

LONGEST = 2_000  # characters of what is said beside


@transaction.atomic
def explain(
    request: SubjectRequest, *, cause: str, words: str, by: User, now: datetime | None = None
) -> SubjectRequest:
    """Keep why it was late, for the figures. Raises ValidationError."""
    hold(request)
    insist(why_not_explain(request, now or timezone.now()))
    insist("" if cause in SubjectRequest.LateCause.values else _("Choose why it was late."))
    request.late_cause = cause
    request.late_words = checked_lines(words, field=_("In words"), longest=LONGEST)
    request.save(update_fields=["late_cause", "late_words"])
    values = {"words": request.late_words} if request.late_words else {}
    record("request.late_explained", request, by=by, facts={"cause": cause}, values=values)
    return request


def why_not_explain(request: SubjectRequest, now: datetime) -> str:
    """Why no cause is asked for, in words; empty when the case is, or was, late."""
    if request.redacted_at:
        return _("The person was taken out of this case; nothing changes in it any more.")
    return "" if is_late(request, now) else _("It is not late.")


def is_late(request: SubjectRequest, now: datetime) -> bool:
    """Whether our promise or the legal deadline passed before the case was answered."""
    clocks = Clock.objects.about(controller_part(request))
    late = Q(stopped_at__gte=F("due_at")) | Q(stopped_at=None, due_at__lte=now)
    return clocks.filter(late).exists()
