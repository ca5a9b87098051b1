"""Until when a refusal can be told: inside the first month, extended or not (GDPR Art. 12(4)).

An extension gives time to act on a request, never time to refuse it. So an extended case has a
clock more: it warns before that day, and stands once the day has passed without a refusal.
"""

from datetime import datetime, timedelta

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from dpo_office.organisation.models import Profile, User
from dpo_office.worklist.models import Clock
from dpo_office.worklist.services import clocks
from requests_app.models import Exercise, RequestPart, SubjectRequest
from requests_app.services import deadlines
from requests_app.services.acting import hold

JUST_BEFORE = timedelta(seconds=1)


def watch(request: SubjectRequest, *, by: User | None) -> Clock:
    """Start the clock of Art. 12(4) beside the extended deadline; the case is held."""
    part = deadlines.controller_part(request)
    started_at = request.received_at
    owner = request.handler
    return clocks.start(part, deadlines.REFUSAL_NOTICE, started_at=started_at, by=by, owner=owner)


def note(request: SubjectRequest, now: datetime) -> str:
    """What to think of before refusing in an extended case, in words; empty in any other."""
    clock = deadlines.legal_clock(request)
    told_by = clock.extendable_until
    if not clock.is_extended or told_by is None or not clock.is_running:
        return ""
    day = date_format(told_by.astimezone(Profile.current().zone), "D j M Y, H:i")
    if now >= told_by:
        return _("A refusal would be late: it was to be told before %(day)s (Art. 12(4)).") % {
            "day": day
        }
    return _("A refusal is told before %(day)s, extended or not (Art. 12(4)).") % {"day": day}


def passed(now: datetime) -> list[int]:
    """Ids of the cases whose day is over and in which nothing is refused."""
    over = Clock.objects.running().filter(
        rule_id=deadlines.REFUSAL_NOTICE,
        due_at__lte=now,
        about_type=ContentType.objects.get_for_model(RequestPart),
    )
    parts = RequestPart.objects.filter(pk__in=over.values("about_id"))
    refusing = Exercise.objects.filter(status__in=Exercise.GROUNDED)
    parts = parts.exclude(request__in=refusing.values("part__request"))
    return list(parts.order_by("request_id").values_list("request_id", flat=True))


@transaction.atomic
def let_pass(pk: int, *, now: datetime) -> bool:
    """The day of one case is over and nothing was refused: its clock stands; whether it did.

    Where something is refused and not told yet, the clock runs on: that refusal is late.
    """
    request = SubjectRequest.objects.get(pk=pk)
    hold(request)
    if pk not in passed(now):
        return False
    part = deadlines.controller_part(request)
    clock = Clock.objects.about(part).running().get(rule_id=deadlines.REFUSAL_NOTICE)
    clocks.stop(clock, by=None, at=clock.due_at - JUST_BEFORE)
    return True
