"""The record of each purge: counts, reasons and the oldest item observed, never values (F5)."""

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dpo_office.evidence.models import AuditedStatus


class PurgeRunQuerySet(models.QuerySet["PurgeRun"]):
    def abandoned(self, before: datetime) -> Self:
        """Begun before that instant and never finished: their worker died."""
        return self.filter(status=PurgeRun.Status.RUNNING, started_at__lt=before)


class PurgeRun(AuditedStatus):
    """One run of one purger."""

    class Status(models.TextChoices):
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        Status.RUNNING: frozenset({Status.DONE, Status.FAILED}),
    }

    purger = models.CharField(_("kind of data"), max_length=60)
    status = models.CharField(_("state"), max_length=10, choices=Status, default=Status.RUNNING)
    started_at = models.DateTimeField(_("started"))
    finished_at = models.DateTimeField(_("finished"), null=True)
    due = models.PositiveBigIntegerField(_("due"))
    held = models.PositiveBigIntegerField(_("held"), default=0)
    purged = models.PositiveBigIntegerField(_("removed"), default=0)
    oldest_before = models.DateTimeField(_("oldest before"), null=True)
    oldest_after = models.DateTimeField(_("oldest after, observed"), null=True)
    trouble = models.CharField(_("why it failed"), max_length=200, blank=True)

    objects = PurgeRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("purge run")
        verbose_name_plural = _("purge runs")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["purger"],
                condition=Q(status="running"),
                name="one_running_purge_per_kind",
            ),
            models.CheckConstraint(
                condition=Q(status="running", finished_at__isnull=True)
                | ~Q(status="running") & Q(finished_at__isnull=False),
                name="ended_purge_run_has_its_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purger} {self.started_at:%Y-%m-%d}"
