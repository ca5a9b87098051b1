"""Who handles a case; its clocks and tasks speak to them (F4)."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from dpo_office.evidence.models import record
from dpo_office.organisation.access import roles_that_may
from dpo_office.organisation.models import User
from dpo_office.organisation.services.absences import stand_in_for
from dpo_office.worklist.models import Clock, Task
from dpo_office.worklist.services import clocks, people, tasks
from requests_app.models import SubjectRequest
from requests_app.services import notes
from requests_app.services.acting import hold, insist, why_over

HANDLES = "requests_app.change_subjectrequest"


def handlers() -> QuerySet[User]:
    """Everybody who may handle requests."""
    names = roles_that_may("change", "requests_app.subjectrequest")
    able = User.objects.filter(is_active=True, groups__name__in=names)
    return able.distinct().order_by("name")


def colleagues() -> QuerySet[User]:
    """Everybody in the office who can be given something to do."""
    return User.objects.filter(is_active=True).order_by("name")


@transaction.atomic
def hand_over(
    request: SubjectRequest, *, to: User, by: User, note: str = "", now: datetime | None = None
) -> SubjectRequest:
    """Somebody else handles the case from now on, with its clocks and the former handler's tasks.

    `note` says what the facts of the handover note don't. Raises ValidationError if they may not.
    """
    hold(request)
    insist(why_not_hand_over(request, to=to))
    if note.strip():
        notes.write(request, text=note, by=by, now=now)
    former = request.handler
    facts = {"from": request.handler_id, "to": to.pk}
    request.handler = to
    request.save(update_fields=["handler"])
    for part in request.parts.all():
        for clock in Clock.objects.about(part).running():
            clocks.hand_over(clock, to=to, by=by)
    for task in Task.objects.about(request).open().filter(owner=former).exclude(owner=to):
        tasks.hand_over(task, to=to, by=by)
    record("request.handed_over", request, by=by, facts=facts, happened_at=now)
    return request


def why_not_hand_over(request: SubjectRequest, *, to: User) -> str:
    """Why that person can't handle the case, in words; empty when they can."""
    if why := why_over(request):
        return why
    if not to.has_perm(HANDLES):
        return _("%(person)s may not handle requests.") % {"person": to}
    if request.handler == to:
        return _("It is theirs already.")
    deputy = stand_in_for(to, on=people.today())
    if deputy != to:
        words = {"person": to, "deputy": deputy}
        return _("%(person)s is away today; %(deputy)s stands in. Choose who is here.") % words
    return ""


def hand_over_all(*, of: User, to: User, by: User, note: str = "") -> tuple[int, list[str]]:
    """Every open case of one person goes to another; how many, and a sentence for each that can't.

    Each in its own transaction: one that refuses does not keep the others.
    """
    done, refused = 0, []
    for request in SubjectRequest.objects.open().filter(handler=of).order_by("pk"):
        try:
            hand_over(request, to=to, by=by, note=note)
        except ValidationError as why:
            refused += [f"{request}: {sentence}" for sentence in why.messages]
        else:
            done += 1
    return done, refused
