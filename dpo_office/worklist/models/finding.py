"""The one inbox: what any check found wrong, until it is resolved or accepted for a while."""

from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from dpo_office.evidence.models import AuditedStatus
from dpo_office.worklist.models.about import AboutQuerySet, MaybeAbout


class FindingQuerySet(AboutQuerySet):
    def open(self) -> Self:
        return self.filter(status=Finding.Status.OPEN)

    def unresolved(self) -> Self:
        return self.exclude(status=Finding.Status.RESOLVED)

    def matching(self, text: str) -> Self:
        """Findings of that reference, or whose text holds `text`; by index."""
        return self.filter(Q(reference__startswith=text.upper()) | Q(text__icontains=text))

    def failures(self) -> Self:
        return self.open().filter(is_failure=True)

    def acceptance_over(self, today: date) -> Self:
        """Accepted until a day that has passed."""
        return self.filter(status=Finding.Status.ACCEPTED, accepted_until__lt=today)


class Finding(AuditedStatus, MaybeAbout):
    """A check that doesn't hold for a record; raised again it stays the same row.

    `text` names references, counts and places, never a person: it appears in mails.
    The reason of an acceptance is a value of the trail, so that it can be erased.
    """

    class Status(models.TextChoices):
        OPEN = "open", _("Open")
        ACCEPTED = "accepted", _("Accepted until a date")
        RESOLVED = "resolved", _("Resolved")

    MOVES: ClassVar = {
        Status.OPEN: frozenset({Status.RESOLVED, Status.ACCEPTED}),
        Status.ACCEPTED: frozenset({Status.OPEN, Status.RESOLVED}),
    }

    status = models.CharField(_("state"), max_length=8, choices=Status, default=Status.OPEN)
    check_name = models.CharField(_("check"), max_length=80)
    text = models.CharField(_("what"), max_length=500)
    reference = models.CharField(_("reference"), max_length=40, blank=True)
    is_failure = models.BooleanField(_("something failed"), default=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="findings",
        verbose_name=_("owner"),
    )
    due_on = models.DateField(_("due"))
    first_seen_at = models.DateTimeField(_("first seen"))
    last_seen_at = models.DateTimeField(_("last seen"))
    accepted_until = models.DateField(_("accepted until"), null=True)
    mailed_at = models.DateTimeField(_("mailed"), null=True)

    objects: ClassVar = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["due_on", "id"]
        indexes = [
            models.Index(fields=["about_type", "about_id"], name="finding_about"),
            models.Index(OpClass("reference", "varchar_pattern_ops"), name="finding_reference"),
            GinIndex(OpClass(Upper("text"), name="gin_trgm_ops"), name="finding_text"),
            models.Index(
                fields=["due_on", "id"],
                name="finding_unresolved",
                condition=~Q(status="resolved"),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["check_name", "about_type", "about_id"],
                name="a_check_finds_the_same_thing_once",
                condition=~Q(status="resolved"),
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(status="accepted", accepted_until__isnull=False)
                | Q(~Q(status="accepted"), accepted_until__isnull=True),
                name="a_finding_is_accepted_until_a_date",
            ),
            models.CheckConstraint(
                condition=Q(last_seen_at__gte=models.F("first_seen_at")),
                name="a_finding_is_last_seen_after_it_was_first",
            ),
        ]

    def __str__(self) -> str:
        return self.text
