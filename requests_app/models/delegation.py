"""Who may decide in the decision owner's place, in writing (GDPR Art. 38(6))."""

from datetime import date, datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class DelegationQuerySet(models.QuerySet["Delegation"]):
    def in_force(self, at: datetime, day: date) -> Self:
        """At that instant, which lies in that day of the office."""
        begun = self.filter(first_day__lte=day).filter(Q(last_day=None) | Q(last_day__gte=day))
        return begun.filter(Q(ended_at=None) | Q(ended_at__gt=at))


class Delegation(models.Model):
    """The decision owner lets somebody decide routine requests, from one day to another."""

    class Covers(models.TextChoices):
        GRANTING = "granting", _("granting")
        REFUSING = "refusing", _("granting and refusing")

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("delegated by")
    )
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="delegations",
        verbose_name=_("delegated to"),
    )
    covers = models.CharField(_("what"), max_length=8, choices=Covers)
    first_day = models.DateField(_("from"))
    last_day = models.DateField(_("until"), null=True, blank=True)
    ended_at = models.DateTimeField(_("taken back"), null=True, editable=False)
    words = models.TextField(
        _("in writing"),
        help_text=_("The words themselves, or where the signed document lies."),
    )

    objects = DelegationQuerySet.as_manager()

    class Meta:
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day=None) | Q(last_day__gte=F("first_day")),
                name="a_delegation_ends_after_it_begins",
                violation_error_message=_("The last day lies before the first."),
            ),
            models.CheckConstraint(
                condition=~Q(by=F("to")),
                name="nobody_delegates_to_themselves",
                violation_error_message=_("Nobody delegates to themselves."),
            ),
            models.CheckConstraint(
                condition=~Q(words=""),
                name="a_delegation_is_in_writing",
                violation_error_message=_("A delegation is in writing."),
            ),
        ]

    def __str__(self) -> str:
        return str(_("%(what)s, to %(who)s") % {"what": self.get_covers_display(), "who": self.to})

    def holds(self, at: datetime, day: date) -> bool:
        """As `in_force` says of rows: at that instant, which lies in that day of the office."""
        begun = self.first_day <= day and (self.last_day is None or self.last_day >= day)
        return begun and (self.ended_at is None or self.ended_at > at)
