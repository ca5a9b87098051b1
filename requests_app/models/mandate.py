"""Who acts for the person, and by which mandate (P4.1: on behalf of another)."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dpo_office.evidence.models import EncryptedFile
from requests_app.models.subject_request import SubjectRequest


class Mandate(models.Model):
    """A representative of the person; answers go to them while the mandate is checked and valid.

    `valid_until` is the last local day; none means that the mandate names no end.
    """

    class Kind(models.TextChoices):
        LAWYER = "lawyer", _("lawyer")
        ASSOCIATION = "association", _("association")
        PARENT = "parent", _("parent or guardian")
        HEIR = "heir", _("heir")
        OTHER = "other", _("somebody else")

    request = models.ForeignKey(SubjectRequest, models.PROTECT, related_name="mandates")
    name = models.CharField(_("representative"), max_length=200)
    kind = models.CharField(_("acts as"), max_length=12, choices=Kind)
    file = models.OneToOneField(
        EncryptedFile,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("mandate"),
    )
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    basis = models.TextField(_("what it rests on"), blank=True)
    checked_at = models.DateTimeField(_("checked"), null=True, editable=False)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    ended_at = models.DateTimeField(_("ended"), null=True, editable=False)

    class Meta:
        verbose_name = _("mandate")
        verbose_name_plural = _("mandates")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["request"],
                condition=Q(ended_at__isnull=True),
                name="one_acts_for_the_person_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(checked_at__isnull=True, checked_by__isnull=True)
                | Q(checked_at__isnull=False, checked_by__isnull=False),
                name="checked_mandate_says_when_and_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.request})"

    def is_over(self, today: date) -> bool:
        return self.valid_until is not None and self.valid_until < today
