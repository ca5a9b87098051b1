"""What this app removes by schedule: persons from cases that were closed long ago (F5)."""

from datetime import datetime

import structlog
from django.db.models import Count, Min
from django.utils.translation import gettext_lazy as _

from dpo_office.lib.door_shapes import PurgePlan
from requests_app.models import SubjectRequest
from requests_app.services import redaction

log = structlog.get_logger()
BATCH = 100


class ClosedRequests:
    """One transaction a case: a run that dies loses one at most, and the next goes on."""

    identifier = "closed_requests"
    verbose_name = _("persons in closed requests")

    def plan(self, now: datetime) -> PurgePlan:
        over, held = redaction.due(now), redaction.held()
        free = over.exclude(held).aggregate(due=Count("pk"), oldest=Min("closed_at"))
        return PurgePlan(due=free["due"], held=over.filter(held).count(), oldest=free["oldest"])

    def purge(self, now: datetime) -> int:
        """Redact what is due. One case that fails does not keep the others; it is told at the end."""
        redacted, last, broken = 0, 0, []
        while batch := self._after(last, now):
            for pk in batch:
                try:
                    redacted += redaction.redact(pk, now=now)
                except Exception as failure:  # noqa: BLE001  # the others must not wait for it
                    log.error("not_redacted", request=pk, failure=type(failure).__name__)
                    broken.append(pk)
            last = batch[-1]
        if broken:
            raise RuntimeError(f"{len(broken)} cases were not redacted")
        return redacted

    def oldest(self) -> datetime | None:
        kept = SubjectRequest.objects.filter(closed_at__isnull=False, redacted_at=None)
        return kept.aggregate(Min("closed_at"))["closed_at__min"]

    @staticmethod
    def _after(last: int, now: datetime) -> list[int]:
        due = redaction.due(now).exclude(redaction.held()).filter(pk__gt=last).order_by("pk")
        return list(due.values_list("pk", flat=True)[:BATCH])
