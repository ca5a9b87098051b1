"""The queue. All of its settings stand in settings.py under CELERY_."""

import os

from celery import Celery
from celery.signals import worker_ready

from dpo_office import logs, task_log
from dpo_office.supervisor import notify

__all__ = ["app", "task_log"]

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dpo_office.settings")

app = Celery("dpo_office")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_ready.connect
def tell_that_we_work(**_: object) -> None:
    logs.last_resort()
    notify.say_ready()
