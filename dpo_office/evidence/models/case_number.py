"""The register of case numbers: gapless by kind and year, so that a missing case shows."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CaseNumber(models.Model):
    """The last number given in one series, such as SR of 2026."""

    series = models.CharField(_("series"), max_length=4)
    year = models.PositiveSmallIntegerField(_("year"))
    last = models.PositiveIntegerField(_("last number"), default=0)

    class Meta:
        verbose_name = _("case number")
        verbose_name_plural = _("case numbers")
        constraints = [
            models.UniqueConstraint(fields=["series", "year"], name="one_series_a_year"),
        ]

    def __str__(self) -> str:
        return f"{self.series}-{self.year}-{self.last:04}"
