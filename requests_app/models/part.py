"""Who answers what: the parts of a request, by capacity."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dpo_office.parties.models import Customer
from requests_app.models.subject_request import SubjectRequest


class RequestPart(models.Model):
    """The share of a request that one controller answers; has its own clocks (P2.1, P5.1)."""

    class Capacity(models.TextChoices):
        CONTROLLER = "controller", _("we answer as controller")
        PROCESSOR = "processor", _("we pass on as processor")

    request = models.ForeignKey(SubjectRequest, models.PROTECT, related_name="parts")
    capacity = models.CharField(_("capacity"), max_length=12, choices=Capacity)
    customer = models.ForeignKey(
        Customer, models.PROTECT, null=True, blank=True, verbose_name=_("customer")
    )

    class Meta:
        verbose_name = _("part")
        verbose_name_plural = _("parts")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(capacity="controller", customer__isnull=True)
                | Q(capacity="processor", customer__isnull=False),
                name="only_a_processor_part_has_a_customer",
            ),
            models.UniqueConstraint(
                fields=["request", "customer"],
                nulls_distinct=False,
                name="one_part_per_controller",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request} ({self.get_capacity_display()})"
