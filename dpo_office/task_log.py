"""A line for each task, and in each line that it causes the id of the request that asked for it."""

from typing import Any

import structlog
from celery.signals import (
    before_task_publish,
    task_failure,
    task_postrun,
    task_prerun,
    worker_process_init,
)

from dpo_office import logs

log = structlog.get_logger("office.tasks")
ID = "request_id"


@worker_process_init.connect
def hear_the_last_words(**_: Any) -> None:
    logs.last_resort()


@before_task_publish.connect
def hand_the_id_on(headers: dict[str, Any], **_: Any) -> None:
    if known := structlog.contextvars.get_contextvars().get(ID):
        headers[ID] = known


@task_prerun.connect
def begin(task_id: str, task: Any, **_: Any) -> None:
    """A task of a schedule begins the story: its own number is the id."""
    if task.request.is_eager:  # within a request or another task, whose id is known
        return
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(**{ID: task.request.get(ID) or task_id}, task=task.name)


@task_failure.connect
def tell_of_failure(exception: BaseException, **_: Any) -> None:
    """Where it arose, without arguments and without its message (A8)."""
    log.error("task_failed", exc_info=exception)


@task_postrun.connect
def end(task: Any, state: str, **_: Any) -> None:
    log.info("task", state=state)
    if not task.request.is_eager:
        structlog.contextvars.clear_contextvars()
