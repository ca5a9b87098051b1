"""What this app removes by schedule: persons from enquiries and matters closed long ago (F5)."""

from datetime import datetime
from typing import Any

import structlog
from django.db import models
from django.db.models import Count, Min
from django.utils.translation import gettext_lazy as _

from dpo_office.accountability.models import Enquiry, Matter
from dpo_office.accountability.services import redaction
from dpo_office.lib.door_shapes import PurgePlan

log = structlog.get_logger()
BATCH = 100


class _Closed:
    """One transaction a row: a run that dies loses one at most, and the next goes on."""

    identifier: str
    verbose_name: Any
    model: type[models.Model]

    def plan(self, now: datetime) -> PurgePlan:
        over, held = redaction.due(self.model, now), redaction.held(self.model)
        free = over.exclude(held).aggregate(due=Count("pk"), oldest=Min("closed_at"))
        return PurgePlan(due=free["due"], held=over.filter(held).count(), oldest=free["oldest"])

    def purge(self, now: datetime) -> int:
        """Redact what is due. One that fails does not keep the others; it is told at the end."""
        redacted, last, broken = 0, 0, []
        while batch := self._after(last, now):
            for pk in batch:
                try:
                    redacted += redaction.redact(self.model, pk, now=now)
                except Exception as failure:  # noqa: BLE001  # the others must not wait for it
                    log.error("not_redacted", kind=self.identifier, failure=type(failure).__name__)
                    broken.append(pk)
            last = batch[-1]
        if broken:
            raise RuntimeError(f"{len(broken)} were not redacted")
        return redacted

    def oldest(self) -> datetime | None:
        kept = self.model._default_manager.filter(closed_at__isnull=False, redacted_at=None)
        return kept.aggregate(Min("closed_at"))["closed_at__min"]

    def _after(self, last: int, now: datetime) -> list[int]:
        due = redaction.due(self.model, now).exclude(redaction.held(self.model))
        return list(due.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH])


class ClosedEnquiries(_Closed):
    identifier = "closed_enquiries"
    verbose_name = _("persons in closed enquiries")
    model = Enquiry


class ClosedMatters(_Closed):
    identifier = "closed_matters"
    verbose_name = _("persons in closed matters")
    model = Matter
