"""Two cases of one person become one: the earlier goes on with its own, earlier clocks."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dpo_office.evidence.models import record
from dpo_office.organisation.models import User
from requests_app.models import Exercise, Mandate, RequestPart, SubjectRequest
from requests_app.services import closing
from requests_app.services.acting import hold, insist, why_answered

Status = Exercise.Status


@transaction.atomic
def merge(
    later: SubjectRequest, *, into: SubjectRequest, by: User, now: datetime | None = None
) -> SubjectRequest:
    """What the later case asks for goes on in the earlier; the later one ends, and points there.

    Letters, files and words stay where they came in: both trails stay true, and each case
    leads to the other. Raises ValidationError when the two can't be one.
    """
    now = now or timezone.now()
    for request in sorted((later, into), key=lambda one: one.pk):  # of two at once one waits
        hold(request)
    insist(why_not_merge(later, into=into))
    RequestPart.objects.filter(pk__in=later.parts.of_customers().values("pk")).update(request=into)
    _move(later.parts.ours().get(), into.parts.ours().get(), by=by, now=now)
    closing.end(later, by=by, now=now, merged_into=into)
    record("request.merged_in", into, by=by, facts={"reference": str(later)}, happened_at=now)
    return into


def why_not_merge(later: SubjectRequest, *, into: SubjectRequest) -> str:
    """Why the two stay two, in words; empty when they can be one."""
    if later.pk == into.pk:
        return _("Choose two cases or more.")
    if later.subject_id != into.subject_id:
        return _("They are of two people. If it is one person, merge the people first.")
    if (into.received_at, into.pk) > (later.received_at, later.pk):
        return _("%(case)s came first; the others go into it.") % {"case": later}
    for case in (later, into):
        if why := why_answered(case):
            return f"{case}: {why}"
    if Mandate.objects.filter(request__in=(later, into)).exists():
        return _("Somebody acts for the person in one of them: their answers go apart.")
    theirs = later.parts.of_customers().filter(customer__in=into.parts.values("customer"))
    if names := [str(part.concerned) for part in theirs]:
        words = {"customers": ", ".join(names)}
        return _("Both have a part of %(customers)s. Take one out, or let it end.") % words
    if Exercise.objects.filter(part__request=later).exclude(status=Status.OPEN).exists():
        return _("Something is decided in %(case)s; take that back first.") % {"case": later}
    if into.status == SubjectRequest.Status.DECIDED and _new_rights(later, into):
        return _("%(case)s is decided already; take a decision back first.") % {"case": into}
    return ""


def _new_rights(later: SubjectRequest, into: SubjectRequest) -> bool:
    known = Exercise.objects.filter(part__request=into).values_list("right", flat=True)
    asked = Exercise.objects.filter(part__request=later).values_list("right", flat=True)
    return bool(set(asked) - set(known))


def _move(part: RequestPart, earlier: RequestPart, *, by: User, now: datetime) -> None:
    """Rights that the earlier part lacks are asked there as well."""
    known = set(earlier.exercises.values_list("right", flat=True))
    for exercise in part.exercises.all():
        if exercise.right not in known:
            advice = {"advice": exercise.advice, "advised_by": exercise.advised_by}
            earlier.exercises.create(right=exercise.right, **advice)
        exercise.move_to(Status.MERGED, by=by, at=now, decided_by=by, decided_at=now)
