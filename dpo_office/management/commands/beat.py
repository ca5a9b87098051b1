"""Run Celery's beat, the only one on this database."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from dpo_office import logs
from dpo_office.celery import app
from dpo_office.supervisor.beat import end_when_lost, hold_the_lock
from dpo_office.supervisor.notify import say_ready
from dpo_office.worklist.services import schedule


class Command(BaseCommand):
    help = "Send what the schedule says; a second beat stands by until the first is gone."

    def handle(self, *args: Any, **options: Any) -> None:
        def stand_by() -> None:
            self.stdout.write("Another beat holds the lock; standing by.")
            self.stdout.flush()
            say_ready()

        logs.last_resort()
        connection = hold_the_lock(stand_by)
        say_ready()
        end_when_lost(connection)
        schedule.remove_strangers(settings.CELERY_BEAT_SCHEDULE)
        app.Beat(loglevel="WARNING", quiet=True, pidfile="").run()
