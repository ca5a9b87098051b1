"""A task for a colleague without account: asked by mail, answered behind a one-time link (F1)."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dpo_office.evidence.models import AuditedStatus
from dpo_office.worklist.models.task import Task


class ErrandQuerySet(models.QuerySet["Errand"]):
    def about(self, record: models.Model) -> Self:
        """Errands whose task is about that record."""
        return self.filter(task__in=Task.objects.about(record))

    def waiting(self) -> Self:
        """Not answered, not withdrawn."""
        return self.filter(status=Errand.Status.WAITS)


class Errand(AuditedStatus):
    """What the colleague is told and answers; when it is due and who waits stands in its task.

    The colleague sees `words` and nothing else of the case.
    """

    class Status(models.TextChoices):
        WAITS = "waits", _("waits for the colleague")
        ANSWERED = "answered", _("answered")
        WITHDRAWN = "withdrawn", _("withdrawn")

    MOVES: ClassVar = {Status.WAITS: frozenset({Status.ANSWERED, Status.WITHDRAWN})}

    task = models.OneToOneField(Task, models.PROTECT, related_name="errand")
    status = models.CharField(_("state"), max_length=10, choices=Status, default=Status.WAITS)
    to = models.EmailField(_("colleague"))
    words = models.TextField(_("what we ask"))
    answer = models.TextField(_("answer"), blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(_("asked"))
    expires_at = models.DateTimeField(_("link good until"))
    reminded_at = models.DateTimeField(_("reminded"), null=True)
    answered_at = models.DateTimeField(_("answered"), null=True)

    objects: ClassVar = ErrandQuerySet.as_manager()

    class Meta:
        verbose_name = _("task of a colleague")
        verbose_name_plural = _("tasks of colleagues")
        ordering = ["-id"]
        indexes = [
            # The sweep reads who waits and was not reminded yet.
            models.Index(
                fields=["asked_at"],
                condition=Q(status="waits", reminded_at__isnull=True),
                name="errand_to_remind",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="answered", answered_at__isnull=False)
                | ~Q(status="answered") & Q(answered_at__isnull=True, answer=""),
                name="answered_errand_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("asked_at")), name="errand_expires_after_it_was_asked"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
