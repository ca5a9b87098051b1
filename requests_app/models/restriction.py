"""Data that may only be stored for a while, and how that ends (GDPR Art. 18)."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dpo_office.correspondence.models import Letter
from requests_app.models.exercise import Exercise


class RestrictionQuerySet(models.QuerySet["Restriction"]):
    def in_force(self) -> Self:
        return self.filter(lifted_at__isnull=True)


class Restriction(models.Model):
    """In force from the decision until it is lifted, never before the person was told (18(3))."""

    exercise = models.OneToOneField(Exercise, models.PROTECT, related_name="restriction")
    since = models.DateTimeField(_("in force since"))
    until = models.DateField(_("planned until"), null=True, blank=True)
    notice = models.ForeignKey(
        Letter, models.PROTECT, null=True, related_name="+", verbose_name=_("notice of lifting")
    )
    lifted_at = models.DateTimeField(_("lifted"), null=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = RestrictionQuerySet.as_manager()

    class Meta:
        verbose_name = _("restriction")
        verbose_name_plural = _("restrictions")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False, notice__isnull=False),
                name="no_restriction_is_lifted_without_notice",
                violation_error_message=_("The person is told before it is lifted (Art. 18(3))."),
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True) | Q(lifted_at__gte=F("since")),
                name="a_restriction_is_lifted_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return str(_("Restriction since %(day)s") % {"day": f"{self.since:%d %b %Y}"})
