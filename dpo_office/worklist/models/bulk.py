"""Work on many records that goes through the queue: what was asked, and how each one ended."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class BulkRunQuerySet(models.QuerySet["BulkRun"]):
    def unfinished(self) -> Self:
        """Begun, and not at their end."""
        return self.filter(begun_at__isnull=False, finished_at__isnull=True)


class BulkRun(models.Model):
    """One deed on many records, by one person; `data` holds what the deed needs, no person."""

    kind = models.CharField(_("what"), max_length=40)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    data = models.JSONField(default=dict, editable=False)
    asked_at = models.DateTimeField(_("asked"))
    begun_at = models.DateTimeField(_("begun"), null=True)  # none: it waits for a yes
    finished_at = models.DateTimeField(_("finished"), null=True)

    objects: ClassVar = BulkRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("bulk work")
        verbose_name_plural = _("bulk work")
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["begun_at"],
                condition=Q(begun_at__isnull=False, finished_at__isnull=True),
                name="bulk_unfinished",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | Q(begun_at__isnull=False),
                name="bulk_work_begins_before_it_ends",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class BulkItem(models.Model):
    """One record of it, or one row of a workbook, by its number."""

    class State(models.TextChoices):
        WAITS = "waits", _("waits")
        DONE = "done", _("done")
        REFUSED = "refused", _("not done")

    run = models.ForeignKey(BulkRun, models.CASCADE, related_name="items")
    number = models.BigIntegerField()
    name = models.CharField(max_length=80)  # a reference, or "row 7"
    state = models.CharField(max_length=8, choices=State, default=State.WAITS)
    why = models.TextField(blank=True)  # the sentence of a refusal, or what came of it
    made = models.BigIntegerField(null=True)  # the number of what was made of it
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("record of bulk work")
        verbose_name_plural = _("records of bulk work")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="a_record_once_per_bulk_run"),
        ]
        indexes = [
            models.Index(fields=["run", "id"], condition=Q(state="waits"), name="bulk_waiting"),
            models.Index(fields=["run", "state"], name="bulk_by_state"),
        ]

    def __str__(self) -> str:
        return self.name
