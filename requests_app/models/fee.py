"""The rare request that costs something (GDPR Art. 12(5)); all others are free (P5.2)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dpo_office.correspondence.models import Letter
from requests_app.models.subject_request import SubjectRequest


class Fee(models.Model):
    """A fee with the argument for it, told to the person; plans and customers play no part."""

    request = models.OneToOneField(SubjectRequest, models.PROTECT, related_name="fee")
    amount = models.DecimalField(_("amount in euros"), max_digits=7, decimal_places=2)
    argument = models.TextField(_("why a fee may be asked"))
    notice = models.ForeignKey(
        Letter, models.PROTECT, related_name="+", verbose_name=_("letter that told it")
    )
    asked_at = models.DateTimeField(_("asked"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    waived_at = models.DateTimeField(_("given up"), null=True)

    class Meta:
        verbose_name = _("fee")
        verbose_name_plural = _("fees")
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_fee_is_more_than_nothing"),
        ]

    def __str__(self) -> str:
        return f"{self.amount} EUR"

    @property
    def is_due(self) -> bool:
        return self.waived_at is None
