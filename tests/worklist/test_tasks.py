"""Tasks are opened once, finished, dropped with a reason, handed over."""

from datetime import date

import pytest

from dpo_office.evidence.models import Event, TransitionRefused
from dpo_office.worklist.models import Task
from dpo_office.worklist.refusals import TaskRefused
from dpo_office.worklist.services import people, tasks
from tests.worklist.conftest import in_threads

pytestmark = pytest.mark.django_db
DUE = date(2026, 11, 26)


@pytest.fixture
def task(case, owner, described):
    return tasks.open_task(case(), title="Check the mandate", due_on=DUE, owner=owner, by=owner)


def test_a_task_carries_the_reference_of_its_case(task):
    assert task.reference == f"SR-2026-{task.about_id:04}"


def test_opening_a_task_is_told_in_the_trail_of_the_case(task):
    event = Event.objects.get(kind="task.opened")
    assert event.about == task.about
    assert event.facts == {"task": task.pk, "owner": task.owner_id, "due_on": "2026-11-26"}


def test_the_same_task_is_open_once_for_a_record(task, person):
    again = tasks.open_task(task.about, title=task.title, due_on=DUE, owner=person(), by=None)
    assert again == task
    assert Event.objects.filter(kind="task.opened").count() == 1


def test_a_task_that_is_done_can_be_opened_anew(task, owner):
    tasks.finish(task, by=owner)
    again = tasks.open_task(task.about, title=task.title, due_on=DUE, owner=owner, by=None)
    assert again != task


def test_a_task_about_nothing_is_open_once_for_its_owner(owner, person):
    for who in (owner, owner, person()):
        tasks.open_task(None, title="Review the order of backups", due_on=DUE, owner=who, by=None)
    assert Task.objects.count() == 2


def test_two_who_open_the_same_task_at_once_open_one(own_database, case, owner):
    about = case()
    opened = in_threads(
        4, lambda: tasks.open_task(about, title="T", due_on=DUE, owner=owner, by=None)
    )
    assert len({task.pk for task in opened}) == Task.objects.count() == 1


def test_a_finished_task_says_when(task, owner):
    tasks.finish(task, by=owner)
    task.refresh_from_db()
    assert (task.status, bool(task.finished_at)) == (Task.Status.DONE, True)


def test_a_task_is_finished_once(task, owner):
    other = Task.objects.get(pk=task.pk)
    tasks.finish(task, by=owner)
    with pytest.raises(TransitionRefused, match="a moment ago"):
        tasks.finish(other, by=owner)


def test_a_task_is_dropped_with_a_reason_that_can_be_erased(task, owner):
    tasks.drop(task, by=owner, reason="The mandate came by post")
    event = Event.objects.get(kind="task.dropped")
    assert event.details.get().value == "The mandate came by post"


def test_a_task_is_not_dropped_without_a_reason(task, owner):
    with pytest.raises(TaskRefused, match="Say why"):
        tasks.drop(task, by=owner, reason=" ")


def test_a_task_is_handed_over(task, owner, person):
    other = person()
    tasks.hand_over(task, to=other, by=owner)
    assert list(people.waiting_for(Task.objects.open(), other, DUE)) == [task]
    assert not people.waiting_for(Task.objects.open(), owner, DUE)


def test_a_task_is_not_handed_to_a_closed_account(task, owner, person):
    other = person()
    other.is_active = False
    with pytest.raises(TaskRefused, match="account is closed"):
        tasks.hand_over(task, to=other, by=owner)


def test_a_task_that_is_over_is_not_handed_over(task, owner, person):
    tasks.finish(task, by=owner)
    with pytest.raises(TaskRefused, match="is over"):
        tasks.hand_over(task, to=person(), by=owner)


def test_a_task_is_late_from_the_day_after(task):
    assert not Task.objects.late(DUE)
    assert Task.objects.late(date(2026, 11, 27))
