"""Something that a person has to do by a day."""

from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dpo_office.evidence.models import AuditedStatus
from dpo_office.worklist.models.about import AboutQuerySet, MaybeAbout


class TaskQuerySet(AboutQuerySet):
    def open(self) -> Self:
        return self.filter(status=Task.Status.OPEN)

    def matching(self, text: str) -> Self:
        """Tasks of that reference, or whose title holds `text`; by index."""
        return self.filter(Q(reference__startswith=text.upper()) | Q(title__icontains=text))

    def late(self, today: date) -> Self:
        return self.open().filter(due_on__lt=today)


class Task(AuditedStatus, MaybeAbout):
    """A task: a title without personal data, the reference of its case, a day, an owner."""

    class Status(models.TextChoices):
        OPEN = "open", _("Open")
        DONE = "done", _("Done")
        DROPPED = "dropped", _("Dropped")

    MOVES: ClassVar = {Status.OPEN: frozenset({Status.DONE, Status.DROPPED})}

    status = models.CharField(_("state"), max_length=8, choices=Status, default=Status.OPEN)
    title = models.CharField(
        _("what"), max_length=160, help_text=_("No names: the title appears in mails.")
    )
    reference = models.CharField(_("reference"), max_length=40, blank=True)
    due_on = models.DateField(_("due"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="tasks", verbose_name=_("owner")
    )
    opened_at = models.DateTimeField(_("opened"))
    finished_at = models.DateTimeField(_("finished"), null=True)

    objects: ClassVar = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        ordering = ["due_on", "id"]
        indexes = [
            models.Index(fields=["about_type", "about_id"], name="task_about"),
            models.Index(
                fields=["owner", "due_on"], name="task_open_by_owner", condition=Q(status="open")
            ),
            models.Index(fields=["due_on", "id"], name="task_open", condition=Q(status="open")),
            models.Index(OpClass("reference", "varchar_pattern_ops"), name="task_reference"),
            GinIndex(OpClass(Upper("title"), name="gin_trgm_ops"), name="task_title"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["about_type", "about_id", "title"],
                name="same_task_is_open_once_per_record",
                condition=Q(status="open"),
            ),
            models.UniqueConstraint(
                fields=["owner", "title"],
                name="same_task_about_nothing_is_open_once_per_owner",
                condition=Q(status="open", about_id__isnull=True),
            ),
            models.CheckConstraint(
                condition=Q(status="open", finished_at__isnull=True)
                | Q(~Q(status="open"), finished_at__isnull=False),
                name="only_a_task_that_is_over_has_an_end",
            ),
        ]

    def __str__(self) -> str:
        return gettext(self.title)
