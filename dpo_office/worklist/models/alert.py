"""That a clock spoke: one row per deadline and level, written by the sweep, never twice."""

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from dpo_office.lib.alert_times import Level as LevelOfTime
from dpo_office.worklist.models.clock import Clock


class Alert(models.Model):
    """A clock reached a level: half time, two days, one day, today, late.

    `rang_at` is when it was due to speak, `raised_at` when the sweep found it: the difference
    shows an outage. `due_on` is part of the key, for an extension starts the levels anew.
    """

    class Level(models.IntegerChoices):
        HALF = LevelOfTime.HALF, _("half of the time is gone")
        TWO_DAYS = LevelOfTime.TWO_DAYS, _("due in two days")
        ONE_DAY = LevelOfTime.ONE_DAY, _("due tomorrow")
        TODAY = LevelOfTime.TODAY, _("due today")
        TWELVE_HOURS = LevelOfTime.TWELVE_HOURS, _("12 hours left")
        FOUR_HOURS = LevelOfTime.FOUR_HOURS, _("4 hours left")
        ONE_HOUR = LevelOfTime.ONE_HOUR, _("1 hour left")
        LATE = LevelOfTime.LATE, _("late")

    clock = models.ForeignKey(
        Clock, models.PROTECT, related_name="alerts", verbose_name=_("clock"), db_index=False
    )
    level = models.PositiveSmallIntegerField(_("level"), choices=Level)
    due_on = models.DateField(_("due"))
    rang_at = models.DateTimeField(_("was to speak at"))
    raised_at = models.DateTimeField(_("spoke at"))
    needs_mail = models.BooleanField(_("too urgent for the digest"))
    mailed_at = models.DateTimeField(_("mailed"), null=True)

    class Meta:
        verbose_name = _("alert")
        verbose_name_plural = _("alerts")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["clock", "level", "due_on"], name="one_alert_per_clock_deadline_and_level"
            ),
            models.CheckConstraint(
                condition=models.Q(raised_at__gte=models.F("rang_at")),
                name="alert_is_never_raised_early",
            ),
        ]
        indexes = [
            models.Index(
                fields=["id"],
                name="alert_to_mail",
                condition=models.Q(needs_mail=True, mailed_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()} ({self.due_on:%d %b %Y})"

    @property
    def late_by(self) -> timedelta:
        """How long after its time it spoke: more than minutes means that the office was down."""
        return self.raised_at - self.rang_at
