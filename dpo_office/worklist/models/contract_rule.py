"""Periods that a contract sets; the law's own ship as rules.toml and are not rows."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ContractRule(models.Model):
    """A period agreed in a contract, such as two working days to pass a request on.

    A version is never edited once written: a change is a new row with a later `valid_from`,
    so that a clock keeps the rule that it began with.
    """

    class Unit(models.TextChoices):
        HOURS = "hours", _("hours")
        DAYS = "days", _("days")
        WORKING_DAYS = "working_days", _("working days")
        WEEKS = "weeks", _("weeks")
        MONTHS = "months", _("months")

    key = models.SlugField(_("key"), max_length=60)
    valid_from = models.DateField(_("valid from"))
    amount = models.PositiveSmallIntegerField(_("amount"))
    unit = models.CharField(_("unit"), max_length=12, choices=Unit)
    rolls = models.BooleanField(
        _("rolls to the next working day"), default=False, help_text=_("Never for hours.")
    )
    source = models.CharField(_("clause"), max_length=200, help_text=_("Contract and clause."))

    class Meta:
        verbose_name = _("contract rule")
        verbose_name_plural = _("contract rules")
        ordering = ["key", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["key", "valid_from"], name="contract_rule_has_one_version_per_date"
            ),
            models.CheckConstraint(
                condition=models.Q(amount__gt=0), name="contract_rule_is_longer_than_nothing"
            ),
            models.CheckConstraint(
                condition=~models.Q(unit="hours", rolls=True), name="hours_never_roll"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.amount} {self.get_unit_display()}"
