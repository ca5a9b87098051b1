"""What this app removes by schedule: automatic mails, and mails that nobody recorded.

Letters and recorded mails go with the case that they are about.
"""

from datetime import datetime, timedelta

from django.db.models import Count, Min, QuerySet
from django.utils.translation import gettext_lazy as _

from dpo_office.correspondence.models import Delivery, DroppedMail
from dpo_office.correspondence.models.delivery import DeliveryQuerySet
from dpo_office.correspondence.services import incoming
from dpo_office.lib.door_shapes import PurgePlan

KEPT = timedelta(days=90)
BATCH = 1000


class AutomaticMails:
    """Sign-in mails, digests and alerts, 90 days after they were sent or failed (F5)."""

    identifier = "automatic_mails"
    verbose_name = _("automatic mails")

    def plan(self, now: datetime) -> PurgePlan:
        over = self._finished().filter(finished_at__lt=now - KEPT)
        found = over.aggregate(due=Count("pk"), oldest=Min("finished_at"))
        return PurgePlan(due=found["due"], held=0, oldest=found["oldest"])

    def purge(self, now: datetime) -> int:
        over, total = self._finished().filter(finished_at__lt=now - KEPT), 0
        while batch := list(over.values_list("pk", flat=True)[:BATCH]):
            total += Delivery.objects.filter(pk__in=batch).delete()[0]
        return total

    def oldest(self) -> datetime | None:
        return self._finished().aggregate(Min("finished_at"))["finished_at__min"]

    @staticmethod
    def _finished() -> DeliveryQuerySet:
        return Delivery.objects.filter(letter__isnull=True, finished_at__isnull=False)


class UnrecordedMails:
    """Mails handed over that nobody recorded; their bytes went when their hours were over."""

    identifier = "unrecorded_mails"
    verbose_name = _("mails that nobody recorded")

    def plan(self, now: datetime) -> PurgePlan:
        found = self._over(now).aggregate(due=Count("pk"), oldest=Min("dropped_at"))
        return PurgePlan(due=found["due"], held=0, oldest=found["oldest"])

    def purge(self, now: datetime) -> int:
        total = 0
        while batch := list(self._over(now)[:BATCH]):
            for dropped in batch:
                incoming.give_up(dropped, by=None)
            total += len(batch)
        return total

    def oldest(self) -> datetime | None:
        return DroppedMail.objects.aggregate(Min("dropped_at"))["dropped_at__min"]

    @staticmethod
    def _over(now: datetime) -> QuerySet[DroppedMail]:
        return DroppedMail.objects.filter(dropped_at__lt=now - incoming.LIFE)
