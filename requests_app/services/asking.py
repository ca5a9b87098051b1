"""Asking the decision owner to decide, with the DPO's advice beside (GDPR Art. 38(6), 39(1))."""

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from dpo_office.organisation import roles
from dpo_office.organisation.models import User
from dpo_office.worklist.models import Task
from dpo_office.worklist.services import tasks
from requests_app.models import Exercise
from requests_app.services import deadlines


def deciders() -> QuerySet[User]:
    """Everybody who decides by their own right."""
    owners = User.objects.filter(is_active=True, groups__name=roles.DECISION_OWNER)
    return owners.distinct().order_by("name")


def ask(exercise: Exercise, *, by: User) -> Task:
    """A task to decide on that right, due with its first clock; it ends with the decision.

    It goes to the first decision owner, and passes to the deputy of one who is away.
    """
    to = deciders().first()
    if to is None:
        raise ValidationError(_("Nobody is decision owner; give somebody that role first."))
    due_on, request = deadlines.next_due(exercise.part), exercise.part.request
    return tasks.open_task(request, title=_title(exercise), due_on=due_on, owner=to, by=by)


def settled(exercise: Exercise, *, by: User) -> None:
    """The right is decided: nobody waits for it any more."""
    waiting = Task.objects.about(exercise.part.request).filter(status=Task.Status.OPEN)
    for task in waiting.filter(title=_title(exercise)):
        tasks.finish(task, by=by)


def _title(exercise: Exercise) -> str:
    return _("Decide on %(right)s; the advice stands in the case") % {"right": exercise}
