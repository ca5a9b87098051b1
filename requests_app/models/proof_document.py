"""A document that shows who somebody is: kept until it is checked, and not a minute longer."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dpo_office.evidence.models import EncryptedFile
from requests_app.models.subject_request import SubjectRequest


class ProofDocument(models.Model):
    """Leaves how, when and by whom it was checked; the file itself goes (GDPR Art. 5(1)(e); F5)."""

    request = models.ForeignKey(SubjectRequest, models.PROTECT, related_name="proofs")
    file = models.OneToOneField(
        EncryptedFile, models.SET_NULL, null=True, related_name="+", verbose_name=_("file")
    )
    kept_at = models.DateTimeField(_("kept since"))
    kept_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    checked_at = models.DateTimeField(_("checked"), null=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    convinced = models.BooleanField(_("it showed who they are"), null=True)

    class Meta:
        verbose_name = _("proof of identity")
        verbose_name_plural = _("proofs of identity")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(checked_at__isnull=True, checked_by__isnull=True, convinced=None)
                | Q(checked_at__isnull=False, checked_by__isnull=False, convinced__isnull=False),
                name="checked_proof_says_when_by_whom_and_with_what_result",
            ),
            models.CheckConstraint(
                condition=Q(checked_at__isnull=True) | Q(file__isnull=True),
                name="a_checked_proof_is_not_kept",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request} #{self.pk}"
