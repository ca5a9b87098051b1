"""Who else had the data, and was told what became of it (GDPR Arts. 17(2), 19)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from requests_app.models.exercise import Exercise


class Recipient(models.Model):
    """One recipient of corrected, erased or restricted data: told on a day, or why not."""

    exercise = models.ForeignKey(Exercise, models.PROTECT, related_name="recipients")
    name = models.CharField(_("recipient"), max_length=200)
    told_on = models.DateField(_("told on"), null=True, blank=True)
    why_not = models.TextField(_("why they can't be told"), blank=True)

    class Meta:
        verbose_name = _("recipient told")
        verbose_name_plural = _("recipients told")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(told_on__isnull=True) | Q(why_not=""),
                name="a_recipient_is_told_or_not",
            ),
        ]

    def __str__(self) -> str:
        return str(_("Recipient #%(number)s") % {"number": self.pk})
