"""Tasks: opened for a record, finished, dropped with a reason, handed over."""

from datetime import date
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dpo_office.evidence.models import record
from dpo_office.organisation.models import User
from dpo_office.worklist.models import Task
from dpo_office.worklist.refusals import TaskRefused
from dpo_office.worklist.services import errand_links
from dpo_office.worklist.services.subjects import reference_of


@transaction.atomic
def open_task(
    about: models.Model | None, *, title: str, due_on: date, owner: User, by: User | None
) -> Task:
    """Open a task about a record, or return the same one while it is open.

    `title` holds no names, for it appears in mails; `due_on` is a date in the office's zone.
    """
    key: dict[str, Any] = {"about_type": None, "about_id": None, "owner": owner}
    if about is not None:
        key = {"about_type": ContentType.objects.get_for_model(about), "about_id": about.pk}
    fields = {
        "reference": reference_of(about),
        "due_on": due_on,
        "owner": owner,
        "opened_at": timezone.now(),
    }
    # Of two at once the constraint lets one in, and the other finds it.
    task, is_new = Task.objects.open().get_or_create(title=title, **key, defaults=fields)
    if not is_new:
        return task
    record(
        "task.opened",
        about or task,
        by=by,
        facts={"task": task.pk, "owner": owner.pk, "due_on": due_on.isoformat()},
    )
    return task


@transaction.atomic
def finish(task: Task, *, by: User | None) -> None:
    """The task is done. Raises TransitionRefused when it is not open."""
    now = timezone.now()
    task.move_to(Task.Status.DONE, by=by, finished_at=now)
    errand_links.withdraw_with(task, by=by, now=now)


@transaction.atomic
def drop(task: Task, *, by: User | None, reason: str) -> None:
    """The task is not needed any more, and why."""
    if not reason.strip():
        raise TaskRefused(_("Say why the task is dropped."))
    now = timezone.now()
    task.move_to(Task.Status.DROPPED, by=by, reason=reason, finished_at=now)
    errand_links.withdraw_with(task, by=by, now=now)


@transaction.atomic
def hand_over(task: Task, *, to: User, by: User) -> None:
    """Somebody else does it from now on."""
    if not to.is_active:
        raise TaskRefused(_("This account is closed; choose somebody else."))
    changed = Task.objects.open().filter(pk=task.pk).exclude(owner=to).update(owner=to)
    if not changed:
        raise TaskRefused(_("The task is over, or it is theirs already."))
    record(
        "task.handed_over",
        task.about or task,
        by=by,
        facts={"task": task.pk, "from": task.owner_id, "to": to.pk},
    )
    task.owner = to
