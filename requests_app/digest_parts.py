"""What the morning digest says of cases that came to somebody: handed over, or by an absence (F4)."""

from datetime import datetime, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dpo_office.evidence.models import Event
from dpo_office.organisation.models import User
from dpo_office.organisation.services.absences import desks_of
from dpo_office.worklist.services import people
from requests_app.models import SubjectRequest
from requests_app.services.deadlines import legal_clock
from requests_app.services.handover import HANDED_OVER
from requests_app.services.steps import steps_of

ONE_DAY = timedelta(days=1)
MOST = 100  # of a desk with more the list of requests tells


class HandedOver:
    """The cases that somebody has since yesterday, each with state, legal deadline, next step."""

    identifier = "handed_over"
    title = gettext_lazy("Handed over to you")

    def lines(self, user: User, now: datetime) -> list[str]:
        today = people.today(now)
        before = desks_of(user, today - ONE_DAY)
        absent = [one for one in desks_of(user, today) if one != user and one not in before]
        told = Event.objects.filter(kind=HANDED_OVER, at__gt=now - ONE_DAY, facts__to=user.pk)
        cases = SubjectRequest.objects.open()
        given = cases.filter(pk__in=told.values("about_id"), handler=user)
        theirs = cases.filter(handler__in=absent)
        return [_line(case, now) for case in (given | theirs).order_by("pk")[:MOST]]


def _line(case: SubjectRequest, now: datetime) -> str:
    clock = legal_clock(case)
    day = date_format(clock.due_on, "D j M Y")
    step = next((step.label for step in steps_of(case, now) if not step.why_not), "")
    parts = [case.reference, case.get_status_display(), f"{clock.in_words} {day}"]
    return ", ".join([*parts, _("next: %(step)s") % {"step": step}] if step else parts)
