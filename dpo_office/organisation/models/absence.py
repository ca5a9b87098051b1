"""Who is away and who stands in (F4)."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _


class _Days(Func):
    """First to last day, both included."""

    function = "DATERANGE"
    output_field = DateRangeField()


class Absence(models.Model):
    """One person is away from `first_day` to `last_day`, both included; another stands in."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="absences",
        verbose_name=_("who is away"),
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("who stands in")
    )
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        ordering = ["-first_day"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="absence_ends_after_it_began",
                violation_error_message=_("The last day lies before the first."),
            ),
            models.CheckConstraint(
                condition=~Q(user=F("deputy")),
                name="nobody_stands_in_for_themselves",
                violation_error_message=_("Somebody else must stand in."),
            ),
            ExclusionConstraint(
                name="one_absence_at_a_time",
                expressions=[
                    (
                        _Days("first_day", "last_day", RangeBoundary(True, True)),
                        RangeOperators.OVERLAPS,
                    ),
                    ("user", RangeOperators.EQUAL),
                ],
                violation_error_message=_("This person is away on some of these days already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.first_day:%Y-%m-%d}"

    def clean(self) -> None:
        """Before the exclusion is asked, which knows no days in the wrong order."""
        if self.first_day and self.last_day and self.last_day < self.first_day:
            raise ValidationError({"last_day": _("The last day lies before the first.")})
