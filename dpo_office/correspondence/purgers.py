"""What this app removes by schedule: automatic mails. Letters go with the case they are about."""

from datetime import datetime, timedelta

from django.db.models import Count, Min
from django.utils.translation import gettext_lazy as _

from dpo_office.correspondence.models import Delivery
from dpo_office.correspondence.models.delivery import DeliveryQuerySet
from dpo_office.lib.doors import PurgePlan

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
