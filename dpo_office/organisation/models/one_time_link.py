"""Links that open one door for somebody without account; only a hash is kept (A10)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class OneTimeLink(models.Model):
    """A link of one purpose; the token is known to its holder only."""

    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    purpose = models.CharField(_("purpose"), max_length=40)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name=_("for")
    )
    about = models.CharField(_("about"), max_length=80, blank=True)
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    expires_at = models.DateTimeField(_("expires"))
    uses_left = models.PositiveSmallIntegerField(_("uses left"), default=1)
    used_at = models.DateTimeField(_("last used"), null=True)
    ended_at = models.DateTimeField(_("ended"), null=True)
    # A second code, sent by another way: at most ten minutes, five tries in the link's life.
    needs_code = models.BooleanField(_("asks for a code"), default=False)
    code_hash = models.CharField(max_length=64, blank=True, editable=False)
    code_until = models.DateTimeField(null=True, editable=False)
    tries_left = models.PositiveSmallIntegerField(_("tries left"), default=5)
    # What the spent link was exchanged for: the browser's pass to the page behind it.
    pass_hash = models.CharField(max_length=64, blank=True, editable=False)
    pass_until = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("one-time link")
        verbose_name_plural = _("one-time links")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at")), name="link_expires_after_it_was_made"
            ),
            models.CheckConstraint(condition=Q(tries_left__lte=5), name="link_has_five_tries"),
            models.UniqueConstraint(
                fields=["pass_hash"], condition=~Q(pass_hash=""), name="pass_opens_one_link"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} #{self.pk}"
