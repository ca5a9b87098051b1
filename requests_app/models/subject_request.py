"""The request of a data subject: one case, its parts, each right exercised (GDPR Arts. 12-22)."""

from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dpo_office.evidence.models import AuditedStatus
from dpo_office.parties.models import DataSubject


class SubjectRequestQuerySet(models.QuerySet["SubjectRequest"]):
    def open(self) -> Self:
        return self.filter(closed_at__isnull=True)

    def matching(self, text: str, *, persons: bool = True) -> Self:
        """Requests of that reference or, with `persons`, of people whom `text` names; by index."""
        if text.upper().startswith("SR-") or not persons:
            return self.filter(reference__startswith=text.upper())
        return self.filter(subject__in=DataSubject.objects.matching(text))

    def redactable(self, closed_before: datetime) -> Self:
        """Closed before that instant and not yet redacted (F5)."""
        return self.filter(closed_at__lt=closed_before, redacted_at__isnull=True)


class SubjectRequest(AuditedStatus):
    """One message in which a person exercises rights; runs from receipt to redaction."""

    class Status(models.TextChoices):
        RECEIVED = "received", _("received")
        ACKNOWLEDGED = "acknowledged", _("acknowledged")
        DECIDED = "decided", _("decided")
        ANSWERED = "answered", _("answered")
        CLOSED = "closed", _("closed")
        ENDED = "ended", _("ended without answer")
        REDACTED = "redacted", _("redacted")

    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        Status.RECEIVED: frozenset({Status.ACKNOWLEDGED, Status.DECIDED, Status.ENDED}),
        Status.ACKNOWLEDGED: frozenset({Status.DECIDED, Status.ENDED}),
        # A decision is taken back, or an answer that could not leave is written anew.
        Status.DECIDED: frozenset(
            {Status.ANSWERED, Status.ENDED, Status.RECEIVED, Status.ACKNOWLEDGED}
        ),
        Status.ANSWERED: frozenset({Status.CLOSED, Status.DECIDED}),
        # Opened again: what was answered is decided anew, what had ended begins anew.
        Status.CLOSED: frozenset({Status.REDACTED, Status.DECIDED}),
        Status.ENDED: frozenset({Status.REDACTED, Status.RECEIVED, Status.ACKNOWLEDGED}),
    }

    class Channel(models.TextChoices):
        EMAIL = "email", _("e-mail")
        CHAT = "chat", _("chat")
        LETTER = "letter", _("letter")
        PHONE = "phone", _("phone")
        IN_PERSON = "in_person", _("in person")

    class IdentityProof(models.TextChoices):
        SIGNED_IN = "signed_in", _("signed in to the account")
        KNOWN_ADDRESS = "known_address", _("wrote from the address that we know")
        CODE = "code", _("gave back a code that we sent")
        DOCUMENT = "document", _("showed a document")

    class LateCause(models.TextChoices):
        SEARCH = "search", _("the search took longer")
        COMPLEX = "complex", _("the case was complex")
        WAITED = "waited", _("we waited for somebody")
        ABSENCE = "absence", _("nobody was there")
        OVERLOOKED = "overlooked", _("it was overlooked")
        REOPENED = "reopened", _("it was opened again")

    reference = models.CharField(_("reference"), max_length=20, unique=True, editable=False)
    intake_key = models.UUIDField(unique=True, editable=False)
    subject = models.ForeignKey(DataSubject, models.PROTECT, verbose_name=_("person"))
    status = models.CharField(
        _("state"), max_length=20, choices=Status, default=Status.RECEIVED, editable=False
    )
    channel = models.CharField(_("came by"), max_length=20, choices=Channel, default=Channel.EMAIL)
    received_at = models.DateTimeField(_("received"))
    recorded_at = models.DateTimeField(_("recorded"), editable=False)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    answer_to = models.EmailField(_("answer to"))
    words = models.TextField(_("their words"), blank=True)
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name=_("handler")
    )
    # Handled elsewhere before: what it was called there, and when it was taken over.
    former_reference = models.CharField(_("former reference"), max_length=60, blank=True)
    imported_at = models.DateTimeField(_("imported"), null=True, editable=False)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, editable=False, related_name="merged"
    )
    identity_proof = models.CharField(
        _("identity"), max_length=20, choices=IdentityProof, blank=True
    )
    identity_shown_at = models.DateTimeField(_("identity shown"), null=True, editable=False)
    acknowledged_at = models.DateTimeField(_("acknowledged"), null=True, editable=False)
    answered_at = models.DateTimeField(_("answered"), null=True, editable=False)
    closed_at = models.DateTimeField(_("closed"), null=True, editable=False)
    reopened_at = models.DateTimeField(_("opened again"), null=True, editable=False)
    late_cause = models.CharField(
        _("why it was late"), max_length=10, choices=LateCause, blank=True, editable=False
    )
    late_words = models.TextField(_("why it was late, in words"), blank=True, editable=False)
    redacted_at = models.DateTimeField(_("redacted"), null=True, editable=False)

    objects = SubjectRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request")
        verbose_name_plural = _("requests")
        ordering = ["-id"]
        indexes = [
            # The redaction sweep reads closed cases that still hold persons, oldest first.
            models.Index(
                fields=["closed_at"],
                condition=Q(closed_at__isnull=False, redacted_at__isnull=True),
                name="request_redactable",
            ),
            # The list of open cases must not read the closed ones.
            models.Index(fields=["-id"], condition=Q(closed_at__isnull=True), name="request_open"),
            models.Index(fields=["-received_at", "-id"], name="request_by_receipt"),
            models.Index(fields=["-answered_at"], name="request_by_answer"),
            # Figures leave out those to whom nothing was owed; they are few.
            models.Index(
                fields=["received_at"],
                condition=Q(answered_at__isnull=True, closed_at__isnull=False),
                name="request_ended",
            ),
            # The list's filters: a state or a channel that hardly any request has.
            models.Index(fields=["status", "-id"], name="request_by_status"),
            models.Index(fields=["channel", "-id"], name="request_by_channel"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(received_at__lte=models.F("recorded_at")),
                name="request_is_received_before_it_is_recorded",
                violation_error_message=_("The receipt lies in the future."),
            ),
            models.CheckConstraint(
                condition=Q(status="redacted")
                | Q(status__in=["answered", "closed"], answered_at__isnull=False)
                | Q(
                    status__in=["received", "acknowledged", "decided", "ended"],
                    answered_at__isnull=True,
                ),
                name="answered_request_has_answering_time",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["closed", "ended", "redacted"], closed_at__isnull=False)
                | ~Q(status__in=["closed", "ended", "redacted"]) & Q(closed_at__isnull=True),
                name="closed_request_has_closing_time",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(status__in=["ended", "redacted"]),
                name="merged_request_has_ended",
            ),
            models.CheckConstraint(
                condition=Q(status="redacted", redacted_at__isnull=False)
                | ~Q(status="redacted") & Q(redacted_at__isnull=True),
                name="redacted_request_has_redaction_time",
            ),
            models.CheckConstraint(
                condition=Q(identity_proof="", identity_shown_at__isnull=True)
                | ~Q(identity_proof="") & Q(identity_shown_at__isnull=False),
                name="identity_is_shown_by_some_proof",
            ),
        ]

    def __str__(self) -> str:
        return self.reference
