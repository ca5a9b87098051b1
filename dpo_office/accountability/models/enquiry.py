"""Questions that are no exercise of a right, and what became of them (O5)."""

from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from dpo_office.evidence.models import AuditedStatus
from dpo_office.parties.models import Customer


class EnquiryQuerySet(models.QuerySet["Enquiry"]):
    def open(self) -> Self:
        return self.filter(closed_at__isnull=True)

    def matching(self, text: str, *, persons: bool = True) -> Self:
        """Enquiries of that reference or, with `persons`, of people whom `text` names."""
        if text.upper().startswith("EQ-") or not persons:
            return self.filter(reference__startswith=text.upper())
        return self.filter(Q(asker__icontains=text) | Q(address__icontains=text))

    def redactable(self, closed_before: datetime) -> Self:
        """Closed before that instant and not yet redacted (F5)."""
        return self.filter(closed_at__lt=closed_before, redacted_at__isnull=True)


class Enquiry(AuditedStatus):
    """A privacy question, a security questionnaire, a request for the DPA."""

    class Status(models.TextChoices):
        OPEN = "open", _("open")
        ANSWERED = "answered", _("answered")
        PASSED = "passed", _("became a case")
        ENDED = "ended", _("ended without answer")
        REDACTED = "redacted", _("redacted")

    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        Status.OPEN: frozenset({Status.ANSWERED, Status.PASSED, Status.ENDED}),
        Status.ANSWERED: frozenset({Status.OPEN, Status.PASSED, Status.REDACTED}),
        Status.PASSED: frozenset({Status.REDACTED}),
        Status.ENDED: frozenset({Status.OPEN, Status.REDACTED}),
    }

    class Kind(models.TextChoices):
        QUESTION = "question", _("privacy question")
        QUESTIONNAIRE = "questionnaire", _("security questionnaire")
        DPA = "dpa", _("data processing agreement")
        OTHER = "other", _("something else")

    class Channel(models.TextChoices):
        EMAIL = "email", _("e-mail")
        CHAT = "chat", _("chat")
        PHONE = "phone", _("phone")

    reference = models.CharField(_("reference"), max_length=20, unique=True, editable=False)
    intake_key = models.UUIDField(unique=True, editable=False)
    status = models.CharField(
        _("state"), max_length=10, choices=Status, default=Status.OPEN, editable=False
    )
    kind = models.CharField(_("kind"), max_length=15, choices=Kind, default=Kind.QUESTION)
    channel = models.CharField(_("came by"), max_length=10, choices=Channel, default=Channel.EMAIL)
    asker = models.CharField(_("who asks"), max_length=200, blank=True)
    address = models.EmailField(_("their address"), blank=True)
    customer = models.ForeignKey(
        Customer, models.PROTECT, null=True, blank=True, verbose_name=_("customer")
    )
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    words = models.TextField(_("their words"), blank=True)
    said = models.TextField(_("what we said"), blank=True, editable=False)
    received_at = models.DateTimeField(_("received"))
    recorded_at = models.DateTimeField(_("recorded"), editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name=_("owner")
    )
    became_type = models.ForeignKey(
        ContentType, models.PROTECT, null=True, related_name="+", editable=False
    )
    became_id = models.BigIntegerField(null=True, editable=False)
    became = GenericForeignKey("became_type", "became_id")
    closed_at = models.DateTimeField(_("closed"), null=True, editable=False)
    redacted_at = models.DateTimeField(_("redacted"), null=True, editable=False)

    objects: ClassVar = EnquiryQuerySet.as_manager()

    class Meta:
        verbose_name = _("enquiry")
        verbose_name_plural = _("enquiries")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["-id"], condition=Q(closed_at__isnull=True), name="enquiry_open"),
            models.Index(fields=["status", "-id"], name="enquiry_by_status"),
            models.Index(
                fields=["closed_at"],
                condition=Q(closed_at__isnull=False, redacted_at__isnull=True),
                name="enquiry_redactable",
            ),
            GinIndex(OpClass(Upper("asker"), name="gin_trgm_ops"), name="enquiry_asker"),
            GinIndex(OpClass(Upper("address"), name="gin_trgm_ops"), name="enquiry_address"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(received_at__lte=models.F("recorded_at")),
                name="enquiry_is_received_before_it_is_recorded",
                violation_error_message=_("The receipt lies in the future."),
            ),
            models.CheckConstraint(
                condition=Q(status="open", closed_at__isnull=True)
                | ~Q(status="open") & Q(closed_at__isnull=False),
                name="closed_enquiry_has_closing_time",
            ),
            models.CheckConstraint(
                condition=Q(status="redacted")
                | Q(status="passed", became_id__isnull=False)
                | ~Q(status="passed") & Q(became_id__isnull=True),
                name="an_enquiry_that_became_a_case_says_which",
            ),
            models.CheckConstraint(
                condition=Q(status="redacted", redacted_at__isnull=False)
                | ~Q(status="redacted") & Q(redacted_at__isnull=True),
                name="redacted_enquiry_has_redaction_time",
            ),
        ]

    def __str__(self) -> str:
        return self.reference
