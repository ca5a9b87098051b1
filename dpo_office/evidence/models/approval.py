"""The second signature: what somebody saw, signed, and how often it was used (F4)."""

from datetime import datetime
from typing import ClassVar, Self

import pgtrigger
from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dpo_office.evidence.models.audited_status import AuditedStatus

LIVE = ("waiting", "signed", "broken")


class ApprovalQuerySet(models.QuerySet["Approval"]):
    def about(self, record: models.Model) -> Self:
        """Approvals about that record."""
        return self.filter(about_type=ContentType.objects.get_for_model(record), about_id=record.pk)

    def waiting(self, now: datetime) -> Self:
        """Those that somebody can still sign."""
        return self.filter(status=Approval.Status.WAITING, expires_at__gt=now)

    def over(self, now: datetime) -> Self:
        """Those whose time ended before they were used."""
        return self.filter(status__in=LIVE, expires_at__lte=now)

    def glass_broken(self) -> Self:
        """Those that one person signed alone; counted in the statement."""
        return self.filter(glass_broken=True)


class Approval(AuditedStatus):
    """A request for a second signature. It is bound to a digest of what is to be done.

    It does nothing by itself: the service that asked for it is called again, finds it signed,
    and uses it once. `summary` is what the signer reads, in lines, without personal values.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", _("waits for a signature")
        SIGNED = "signed", _("signed")
        BROKEN = "broken", _("glass broken")
        REFUSED = "refused", _("refused")
        SPENT = "spent", _("used")
        LAPSED = "lapsed", _("expired")

    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        Status.WAITING: frozenset({Status.SIGNED, Status.BROKEN, Status.REFUSED, Status.LAPSED}),
        Status.SIGNED: frozenset({Status.SPENT, Status.LAPSED}),
        Status.BROKEN: frozenset({Status.SPENT, Status.LAPSED}),
    }

    status = models.CharField(_("state"), max_length=8, choices=Status, default=Status.WAITING)
    purpose = models.CharField(_("what for"), max_length=80)
    about_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    about_id = models.BigIntegerField()
    about = GenericForeignKey("about_type", "about_id")
    digest = models.CharField(_("digest"), max_length=64)
    summary = models.TextField(_("what is signed"))
    right = models.CharField(_("who may sign"), max_length=100)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    asked_of = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("asked of"),
    )
    asked_at = models.DateTimeField(_("asked"))
    expires_at = models.DateTimeField(_("until"))
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("signed by"),
    )
    signed_at = models.DateTimeField(_("signed"), null=True)
    glass_broken = models.BooleanField(_("signed by one person alone"), default=False)
    spent_at = models.DateTimeField(_("used"), null=True)

    objects: ClassVar = ApprovalQuerySet.as_manager()

    class Meta:
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["about_type", "about_id", "purpose"], name="approval_about"),
            models.Index(fields=["expires_at"], name="approval_live", condition=Q(status__in=LIVE)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["purpose", "about_type", "about_id", "digest"],
                condition=Q(status__in=LIVE),
                name="the_same_is_asked_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name="approval_has_a_digest"
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("asked_at")), name="approval_expires_after_it_is_asked"
            ),
            models.CheckConstraint(
                condition=Q(signed_by__isnull=True)
                | ~Q(signed_by=F("asked_by"))
                | Q(glass_broken=True),
                name="nobody_signs_what_they_asked_for",
            ),
            models.CheckConstraint(
                condition=Q(signed_by__isnull=True, signed_at__isnull=True)
                | Q(signed_by__isnull=False, signed_at__lt=F("expires_at")),
                name="a_signature_has_its_time_before_the_end",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["signed", "broken", "spent"], signed_by__isnull=False)
                | Q(status__in=["waiting", "refused"], signed_by__isnull=True)
                | Q(status="lapsed"),
                name="what_is_signed_has_a_signer",
            ),
            models.CheckConstraint(
                condition=Q(status="broken", glass_broken=True)
                | Q(status__in=["waiting", "signed", "refused"], glass_broken=False)
                | Q(status__in=["spent", "lapsed"]),
                name="a_broken_glass_stays_broken",
            ),
            models.CheckConstraint(
                condition=Q(status="spent", spent_at__isnull=False, spent_at__lt=F("expires_at"))
                | ~Q(status="spent") & Q(spent_at__isnull=True),
                name="what_is_used_has_its_time_before_the_end",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="what_is_asked_stays",
                fields=["purpose", "about_type", "about_id", "digest", "summary", "right",
                        "asked_by", "asked_of", "asked_at", "expires_at"],
            ),
        ]  # fmt: skip

    @property
    def purpose_in_words(self) -> str:
        """What it is for, in the reader's language; purposes are marked by whoever asks."""
        return gettext(self.purpose)

    def __str__(self) -> str:
        return gettext("approval %(n)s") % {"n": self.pk}
