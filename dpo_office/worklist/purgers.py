"""What this app removes by schedule: how bulk work went, once nobody asks any more."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Min, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from dpo_office.evidence.services.files import remove_files
from dpo_office.lib.door_shapes import PurgePlan
from dpo_office.worklist.models import BulkRun

KEPT = timedelta(days=30)


class FinishedBulk:
    """Runs, with what was refused and why, 30 days after they ended or were never begun (F5)."""

    identifier = "finished_bulk"
    verbose_name = _("records of bulk work")

    def plan(self, now: datetime) -> PurgePlan:
        found = self._over(now).aggregate(due=Count("pk"), oldest=Min("asked_at"))
        return PurgePlan(due=found["due"], held=0, oldest=found["oldest"])

    def purge(self, now: datetime) -> int:
        """One transaction a run; its workbook, if there is one, goes with it."""
        total = 0
        while (run := self._over(now).order_by("pk").first()) is not None:
            with transaction.atomic():
                remove_files(about=run, by=None)
                run.delete()
            total += 1
        return total

    def oldest(self) -> datetime | None:
        return self._ended().aggregate(Min("asked_at"))["asked_at__min"]

    def _over(self, now: datetime) -> QuerySet[BulkRun]:
        return self._ended().filter(asked_at__lt=now - KEPT)

    @staticmethod
    def _ended() -> QuerySet[BulkRun]:
        return BulkRun.objects.filter(Q(finished_at__isnull=False) | Q(begun_at__isnull=True))
