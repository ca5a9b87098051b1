"""The morning digest: one per person and local day."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Digest(models.Model):
    """What a person was told on a morning; the row makes a second one impossible."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="digests", verbose_name=_("for")
    )
    on = models.DateField(_("day"))
    made_at = models.DateTimeField(_("made"))
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"))

    class Meta:
        verbose_name = _("digest")
        verbose_name_plural = _("digests")
        ordering = ["-on", "user"]
        constraints = [
            models.UniqueConstraint(fields=["user", "on"], name="one_digest_per_person_and_day"),
        ]

    def __str__(self) -> str:
        return f"{self.on:%d %b %Y}"
