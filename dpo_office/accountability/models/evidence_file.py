"""An evidence file of a case: asked for, made by the worker that signs, gone after a day (A2)."""

from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dpo_office.evidence.models import AuditedStatus


class EvidenceFileQuerySet(models.QuerySet["EvidenceFile"]):
    def about(self, case: models.Model) -> Self:
        """Evidence files of that case."""
        return self.filter(about_type=ContentType.objects.get_for_model(case), about_id=case.pk)

    def under_way(self) -> Self:
        return self.filter(status__in=["waiting", "running"])

    def to_make(self, now: datetime, after: timedelta) -> Self:
        """Those that nobody makes: waiting, or begun so long ago that their worker died."""
        begun = Q(status="running", began_at__lt=now - after)
        return self.filter(Q(status="waiting") | begun)


class EvidenceFile(AuditedStatus):
    """That somebody asked for the evidence of a case; the archive itself is a file about this."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("waits")
        RUNNING = "running", _("is being made")
        DONE = "done", _("made")
        FAILED = "failed", _("failed")

    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        Status.WAITING: frozenset({Status.RUNNING}),
        # A worker that died is followed by another, which begins anew.
        Status.RUNNING: frozenset({Status.RUNNING, Status.DONE, Status.FAILED}),
    }

    status = models.CharField(_("state"), max_length=8, choices=Status, default=Status.WAITING)
    about_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    about_id = models.BigIntegerField()
    about = GenericForeignKey("about_type", "about_id")
    reference = models.CharField(_("case"), max_length=40)
    with_persons = models.BooleanField(_("with persons"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(_("asked"))
    began_at = models.DateTimeField(_("begun"), null=True)
    finished_at = models.DateTimeField(_("made"), null=True)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    trouble = models.CharField(_("why it failed"), max_length=200, blank=True)

    objects: ClassVar = EvidenceFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("evidence file")
        verbose_name_plural = _("evidence files")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["about_type", "about_id"], name="evidence_file_about"),
            models.Index(
                fields=["id"],
                name="evidence_file_to_make",
                condition=Q(status__in=["waiting", "running"]),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["about_type", "about_id", "asked_by"],
                condition=Q(status__in=["waiting", "running"]),
                name="one_evidence_file_under_way_per_case_and_person",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["waiting", "running"], finished_at__isnull=True)
                | Q(status__in=["done", "failed"], finished_at__isnull=False),
                name="finished_evidence_file_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(status="done") & ~Q(sha256="") | ~Q(status="done") & Q(sha256=""),
                name="a_made_evidence_file_has_a_digest",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} #{self.pk}"
