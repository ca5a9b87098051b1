"""Customers: businesses that use the service; controllers for whom the company processes."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _


class Customer(models.Model):
    """A business under contract, controller of its end users' data (GDPR Art. 4(7); P2.1)."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    website = models.URLField(_("website"), blank=True)
    privacy_email = models.EmailField(
        _("privacy contact"), blank=True, help_text=_("Requests of its end users are sent here.")
    )
    language = models.CharField(_("language of letters"), max_length=5, default="en")
    country = models.CharField(_("country"), max_length=2, blank=True)
    since = models.DateField(_("customer since"), null=True, blank=True)
    until = models.DateField(_("customer until"), null=True, blank=True)

    class Meta:
        verbose_name = _("customer")
        verbose_name_plural = _("customers")
        ordering = ["name"]
        indexes = [
            GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="customer_name_search"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__isnull=True)
                | models.Q(since__isnull=True)
                | models.Q(until__gte=models.F("since")),
                name="customer_ends_after_it_began",
                violation_error_message=_("The end lies before the beginning."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
