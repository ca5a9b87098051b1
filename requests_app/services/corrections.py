"""Rectification, item by item: what it says, what it should say, and who corrects it (Art. 16)."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dpo_office.evidence.models import record
from dpo_office.lib.plain_text import checked_line, checked_lines
from dpo_office.organisation.models import User
from dpo_office.worklist.models import Task
from dpo_office.worklist.services import tasks
from requests_app.models import Correction, Exercise
from requests_app.services import deadlines
from requests_app.services.acting import hold, insist, why_answered

LONGEST_NAME = 200
LONGEST = 20_000


@transaction.atomic
def ask(
    exercise: Exercise,
    *,
    what: str,
    new: str,
    to: User,
    by: User,
    old: str = "",
    done: bool = False,
    now: datetime | None = None,
) -> Correction:
    """Have one item corrected: a task for whoever corrects it, due with our promise.

    With `done` it is corrected already, and the task is over at once.
    """
    hold(exercise.part.request)
    insist(why_not_ask(exercise))
    what = checked_line(what, field=_("What"), longest=LONGEST_NAME)
    new = checked_lines(new, field=_("What it should say"), longest=LONGEST)
    old = checked_lines(old, field=_("What it says"), longest=LONGEST)
    insist("" if what and new else _("Say what is wrong, and what it should say."))
    number = exercise.corrections.count() + 1
    task = tasks.open_task(
        exercise.part.request,
        title=_("Correct item %(number)d of the request, and say so here") % {"number": number},
        due_on=deadlines.next_due(exercise.part),
        owner=to,
        by=by,
    )
    item = Correction.objects.create(exercise=exercise, what=what, old=old, new=new, task=task)
    facts = {"item": item.pk, "task": task.pk, "to": to.pk}
    values = {"what": what, "old": old, "new": new}
    record("correction.asked", exercise, by=by, facts=facts, values=values, happened_at=now)
    if done:
        tasks.finish(task, by=by)
    return item


def why_not_ask(exercise: Exercise) -> str:
    """Why no item can be added, in words; empty when it can."""
    if why := why_answered(exercise.part.request):
        return why
    if exercise.right != Exercise.Right.RECTIFICATION:
        return _("Only rectification corrects items.")
    return "" if exercise.status == Exercise.Status.OPEN else _("It is decided already.")


def why_not_done(exercise: Exercise) -> str:
    """Why not all is corrected, in words; empty when every item is."""
    items = list(exercise.corrections.select_related("task"))
    if not items:
        return _("Add what is corrected: what it says, and what it should say (Art. 16).")
    missing = sum(not item.is_done for item in items)
    return (
        missing
        and ngettext(
            "%(n)d item is not corrected yet.", "%(n)d items are not corrected yet.", missing
        )
        % {"n": missing}
    ) or ""


def give_up(exercise: Exercise, *, by: User, now: datetime | None = None) -> None:
    """The person does not ask for it any more: nobody needs to correct what was not corrected."""
    for item in exercise.corrections.select_related("task"):
        if item.task.status == Task.Status.OPEN:
            item.task.move_to(
                Task.Status.DROPPED,
                by=by,
                reason=_("The right is not exercised any more."),
                finished_at=now or timezone.now(),
            )
