"""What a customer told us about its part: by its link, or taken down by hand (Art. 28(3)(a))."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dpo_office.evidence.models import EncryptedFile
from requests_app.models.part import RequestPart


class Instruction(models.Model):
    """A documented instruction of one customer about one part, or its word that it answers."""

    class Kind(models.TextChoices):
        ACT = "act", _("we are to do something")
        CUSTOMER_ANSWERS = "customer_answers", _("they answer the person themselves")

    class Channel(models.TextChoices):
        LINK = "link", _("their one-time link")
        EMAIL = "email", _("e-mail")
        PHONE = "phone", _("phone")
        LETTER = "letter", _("letter")
        OTHER = "other", _("another way")

    part = models.ForeignKey(RequestPart, models.PROTECT, related_name="instructions")
    kind = models.CharField(_("what"), max_length=16, choices=Kind)
    channel = models.CharField(_("came by"), max_length=8, choices=Channel)
    given_by = models.CharField(_("given by"), max_length=200)
    given_at = models.DateTimeField(_("given"))
    words = models.TextField(_("their words"), blank=True)
    files = models.ManyToManyField(EncryptedFile, blank=True, related_name="+")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    recorded_at = models.DateTimeField(_("recorded"))

    class Meta:
        verbose_name = _("instruction")
        verbose_name_plural = _("instructions")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(given_at__lte=F("recorded_at")),
                name="instruction_is_given_before_it_is_recorded",
                violation_error_message=_("The instruction lies in the future."),
            ),
            models.CheckConstraint(
                condition=Q(channel="link", recorded_by__isnull=True)
                | ~Q(channel="link") & Q(recorded_by__isnull=False),
                name="instruction_is_recorded_by_somebody_or_by_link",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} #{self.pk}"
