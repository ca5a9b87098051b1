"""Who handles a case; its clocks speak to them."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from dpo_office.evidence.models import record
from dpo_office.organisation.access import roles_that_may
from dpo_office.organisation.models import User
from dpo_office.worklist.models import Clock
from dpo_office.worklist.services import clocks
from requests_app.models import SubjectRequest
from requests_app.services.acting import hold, insist, why_over

HANDLES = "requests_app.change_subjectrequest"


def handlers() -> QuerySet[User]:
    """Everybody who may handle requests."""
    names = roles_that_may("change", "requests_app.subjectrequest")
    able = User.objects.filter(is_active=True, groups__name__in=names)
    return able.distinct().order_by("name")


@transaction.atomic
def hand_over(request: SubjectRequest, *, to: User, by: User) -> SubjectRequest:
    """Somebody else handles the case from now on. Raises ValidationError if they may not."""
    hold(request)
    insist(why_over(request))
    if not to.has_perm(HANDLES):
        insist(_("%(person)s may not handle requests.") % {"person": to})
    if request.handler == to:
        insist(_("It is theirs already."))
    facts = {"from": request.handler_id, "to": to.pk}
    request.handler = to
    request.save(update_fields=["handler"])
    for part in request.parts.all():
        for clock in Clock.objects.about(part).running():
            clocks.hand_over(clock, to=to, by=by)
    record("request.handed_over", request, by=by, facts=facts)
    return request
