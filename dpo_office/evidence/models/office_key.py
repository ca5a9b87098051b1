"""The public halves of the office's own OpenPGP keys."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OfficeKey(models.Model):
    """A key by which the office signs, or signed once. Its secret half is in GNUPGHOME alone.

    Triggers refuse every change. Whoever owns the database could add a row: production
    names the true fingerprints in SIGNING_KEYS.
    """

    fingerprint = models.CharField(_("fingerprint"), max_length=64, primary_key=True)
    armored = models.TextField(_("public key"))
    first_used_at = models.DateTimeField(_("first used"))

    class Meta:
        verbose_name = _("key of the office")
        verbose_name_plural = _("keys of the office")

    def __str__(self) -> str:
        return self.fingerprint
