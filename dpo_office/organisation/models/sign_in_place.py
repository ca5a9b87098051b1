"""From where people signed in before, as digests: a new place is told to them (8.4.2)."""

import re

from django.conf import settings
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _


def digest(what: str) -> str:
    """An address or a device as a keyed digest; without DIGEST_KEY nobody reads it back."""
    key = "organisation.sign_in_place"
    return salted_hmac(key, what, secret=settings.DIGEST_KEY, algorithm="sha256").hexdigest()


def device_digest(user_agent: str) -> str:
    """The kind of browser; its versions change each month and don't make it another."""
    return digest(re.sub(r"[\d.]+", "", user_agent))


class SignInPlace(models.Model):
    """One person signed in from this address with this kind of browser."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="places")
    address = models.CharField(max_length=64)
    device = models.CharField(max_length=64)
    first_at = models.DateTimeField(_("first seen"))
    last_at = models.DateTimeField(_("last seen"))

    class Meta:
        verbose_name = _("place of sign-in")
        verbose_name_plural = _("places of sign-in")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "address", "device"], name="place_is_known_once"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
