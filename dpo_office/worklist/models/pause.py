"""A legal deadline that waits for an answer which the person owes us (EDPB 01/2022, 5.3)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dpo_office.correspondence.models import Letter
from dpo_office.worklist.models.clock import Clock


class ClockPause(models.Model):
    """From the letter that asks to the answer; without its letter there is no pause."""

    clock = models.ForeignKey(Clock, models.PROTECT, related_name="pauses", verbose_name=_("clock"))
    letter = models.ForeignKey(
        Letter, models.PROTECT, related_name="+", verbose_name=_("letter that asks")
    )
    asked_at = models.DateTimeField(_("asked"))
    answered_at = models.DateTimeField(_("answered"), null=True)

    class Meta:
        verbose_name = _("pause")
        verbose_name_plural = _("pauses")
        ordering = ["asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["clock"],
                name="a_clock_is_paused_once_at_a_time",
                condition=Q(answered_at__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["clock", "letter"], name="each_pause_has_a_letter_of_its_own"
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | Q(answered_at__gte=F("asked_at")),
                name="a_pause_is_answered_after_it_was_asked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asked_at:%d %b %Y}"
