"""Taking two further months, told with reasons inside the first (GDPR Art. 12(3))."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dpo_office.correspondence.models import Letter
from dpo_office.correspondence.services import letters
from dpo_office.lib import periods
from dpo_office.lib.plain_text import checked_lines
from dpo_office.organisation.models import User
from dpo_office.worklist.services import clocks
from requests_app.models import SubjectRequest
from requests_app.services import deadlines, refusal_date, writing
from requests_app.services.acting import hold, insist, why_answered

LONGEST = 5_000  # characters of the reason that the person reads


@transaction.atomic
def extend(
    request: SubjectRequest, *, reason: str, by: User, now: datetime | None = None
) -> Letter:
    """Send the reasoned notice and extend the legal deadline of the controller part.

    Raises ValidationError or ClockRefused: once only, inside the first month, with a reason.
    """
    now = now or timezone.now()
    hold(request)
    insist(why_not_extend(request, now))
    reason = checked_lines(reason, field=_("Why it takes longer"), longest=LONGEST)
    clock = deadlines.legal_clock(request)
    longer = periods.due(
        periods.rule(clock.rule_id, on=clock.rule_valid_from),
        clock.started_at,
        country=clock.country,
        tz=clock.time_zone,
        extended=True,
    )
    notice = writing.draft(
        request, "extension_notice", by=by, now=now, extended_until=longer.on, reasons=reason
    )
    letters.send(notice, by=by, now=now)
    clocks.extend(clock, notice=notice, reason=reason, by=by, at=now)
    refusal_date.watch(request, by=by)
    return notice


def why_not_extend(request: SubjectRequest, now: datetime) -> str:
    """Why the deadline cannot be extended now, in words; empty when it can."""
    if why := why_answered(request):
        return why
    clock = deadlines.legal_clock(request)
    if clock.extended_at:
        return _("It is extended already; once only.")
    if clock.extendable_until is None or now >= clock.extendable_until:
        return _("The notice had to be sent inside the first month (Art. 12(3)).")
    return ""
