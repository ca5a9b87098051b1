"""A period that runs: what it is about, when it is over, and why (GDPR Art. 12(3), 33)."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dpo_office.correspondence.models import Letter
from dpo_office.lib import doors
from dpo_office.worklist.models.about import About
from dpo_office.worklist.models.clock_questions import ClockQuerySet
from dpo_office.worklist.models.contract_rule import ContractRule

RUNNING = Q(stopped_at__isnull=True)


class Clock(About):
    """One deadline of one record.

    `due_on` is the local date in `time_zone`, `due_at` the instant when it is over; both are
    without pauses, stay visible and alert. `paused_due_*` is the later date that pauses give.
    Dates are never typed: `lib.periods` computes them from what is stored here. Only a day that
    somebody else set, such as an authority, is `written_on` as they wrote it.
    """

    class Kind(models.TextChoices):
        PROMISE = "promise", _("Our promise")
        LEGAL = "legal", _("Legal deadline")
        CONTRACT = "contract", _("Contract")
        HOURS = "hours", _("Strict hours")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    rule_id = models.CharField(_("rule"), max_length=60)
    rule_valid_from = models.DateField(_("version of the rule"))
    contract_rule = models.ForeignKey(
        ContractRule, models.PROTECT, null=True, blank=True, verbose_name=_("contract rule")
    )
    country = models.CharField(_("country of establishment"), max_length=2)
    time_zone = models.CharField(_("time zone"), max_length=40)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="clocks",
        verbose_name=_("owner"),
    )
    started_at = models.DateTimeField(_("started"))
    written_on = models.DateField(_("last day as written to us"), null=True)
    due_on = models.DateField(_("due"))
    due_at = models.DateTimeField(_("over at"))
    paused_due_on = models.DateField(_("due with pauses"), null=True)
    paused_due_at = models.DateTimeField(_("over with pauses at"), null=True)
    extendable_until = models.DateTimeField(_("can be extended until"), null=True)
    extended_at = models.DateTimeField(_("extended"), null=True)
    extension_notice = models.ForeignKey(
        Letter, models.PROTECT, null=True, related_name="+", verbose_name=_("notice of extension")
    )
    stopped_at = models.DateTimeField(_("stopped"), null=True)
    trace = models.JSONField(_("how it was computed"), default=list)
    paused_trace = models.JSONField(_("the same with pauses"), default=list)
    holidays_version = models.CharField(_("table of public holidays"), max_length=20)
    # One place per level of lib.alert_times, so that a sweep moves on in SQL alone.
    alert_times = ArrayField(models.DateTimeField(null=True), default=list)
    next_alert_at = models.DateTimeField(_("next alert"), null=True)

    objects: ClassVar = ClockQuerySet.as_manager()

    class Meta:
        verbose_name = _("clock")
        verbose_name_plural = _("clocks")
        ordering = ["due_at", "id"]
        indexes = [
            models.Index(fields=["about_type", "about_id"], name="clock_about"),
            # The sweep and the lists read running clocks only: closed ones cost nothing.
            models.Index(
                fields=["next_alert_at", "id"], name="clock_next_alert", condition=RUNNING
            ),
            models.Index(fields=["due_at", "id"], name="clock_due", condition=RUNNING),
            # The figures of a period, from the index alone.
            models.Index(
                fields=["rule_id", "started_at"],
                include=["due_at", "stopped_at", "about_type", "about_id"],
                name="clock_started",
            ),
            # Answers a week against our promise, from the index alone.
            models.Index(
                fields=["rule_id", "stopped_at"],
                include=["due_at"],
                name="clock_stopped",
                condition=~RUNNING,
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["about_type", "about_id", "rule_id"],
                name="one_running_clock_per_record_and_rule",
                condition=RUNNING,
            ),
            models.CheckConstraint(
                condition=Q(due_at__gt=F("started_at")), name="clock_is_due_after_it_started"
            ),
            models.CheckConstraint(
                condition=Q(written_on__isnull=True)
                | Q(written_on=F("due_on"), rule_id="as_written", paused_due_on__isnull=True),
                name="a_day_that_was_written_to_us_stays_as_written",
            ),
            models.CheckConstraint(
                condition=Q(stopped_at__isnull=True) | Q(stopped_at__gte=F("started_at")),
                name="clock_stops_after_it_started",
            ),
            models.CheckConstraint(
                condition=RUNNING | Q(next_alert_at__isnull=True),
                name="stopped_clock_alerts_no_more",
            ),
            models.CheckConstraint(
                condition=Q(paused_due_on__isnull=True, paused_due_at__isnull=True)
                | Q(
                    paused_due_on__isnull=False,
                    paused_due_at__isnull=False,
                    paused_due_at__gte=F("due_at"),
                    kind="legal",
                ),
                name="only_a_legal_deadline_is_paused_and_only_to_later",
            ),
            models.CheckConstraint(
                condition=Q(extended_at__isnull=True, extension_notice__isnull=True)
                | Q(
                    extended_at__isnull=False,
                    extension_notice__isnull=False,
                    extendable_until__isnull=False,
                    extended_at__lt=F("extendable_until"),
                ),
                name="extension_was_told_inside_the_first_month",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.in_words} {self.due_on:%d %b %Y}"

    @property
    def in_words(self) -> str:
        """What it is called: by its rule where that has a name of its own, else by its kind."""
        return str(doors.clock_words.get(self.rule_id, self.get_kind_display()))

    @property
    def is_running(self) -> bool:
        return self.stopped_at is None

    @property
    def is_extended(self) -> bool:
        return self.extended_at is not None

    def answered_pauses(self) -> list[tuple[datetime, datetime]]:
        """From asked to answered; a pause that still lasts has no length yet."""
        if self.pk is None:
            return []
        rows = self.pauses.all()  # prefetched where many clocks are read
        return [(row.asked_at, row.answered_at) for row in rows if row.answered_at]
