"""What was said to whom about what; the draft, the text as sent, and its fate."""

import difflib
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dpo_office.correspondence.models.template import TemplateVersion
from dpo_office.evidence.models import AuditedStatus


class LetterQuerySet(models.QuerySet["Letter"]):
    def about(self, record: models.Model) -> Self:
        """Letters about that case, part or incident."""
        kind = ContentType.objects.get_for_model(record)
        return self.filter(about_type=kind, about_id=record.pk)

    def of_kind(self, *keys: str) -> Self:
        """Letters written from the templates of these keys."""
        return self.filter(version__template__key__in=keys)

    def drafts(self) -> Self:
        return self.filter(status=Letter.Status.DRAFT)

    def sent(self) -> Self:
        """Letters that surely left the office."""
        return self.filter(status=Letter.Status.SENT)


class Letter(AuditedStatus):
    """A letter to one person about one record: drafted from a template, edited, sent.

    `revision` counts the edits, so that the second of two people who edit at once is told.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        QUEUED = "queued", _("Waiting to be sent")
        UNSURE = "unsure", _("Unsure")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")
        DISCARDED = "discarded", _("Discarded")

    class Channel(models.TextChoices):
        MAIL = "mail", _("E-mail")
        POST = "post", _("Post")
        CHAT = "chat", _("Chat")

    MOVES: ClassVar = {
        Status.DRAFT: frozenset({Status.QUEUED, Status.DISCARDED}),
        Status.QUEUED: frozenset({Status.SENT, Status.UNSURE, Status.FAILED}),
        Status.UNSURE: frozenset({Status.SENT, Status.FAILED}),
        Status.FAILED: frozenset({Status.QUEUED, Status.SENT, Status.DISCARDED}),
    }

    status = models.CharField(_("state"), max_length=10, choices=Status, default=Status.DRAFT)
    about_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    about_id = models.BigIntegerField()
    about = GenericForeignKey("about_type", "about_id")
    version = models.ForeignKey(
        TemplateVersion, models.PROTECT, related_name="letters", verbose_name=_("text")
    )
    channel = models.CharField(_("by"), max_length=4, choices=Channel, default=Channel.MAIL)
    to = models.TextField(_("to"), help_text=_("An e-mail address, or a postal one."))
    to_name = models.CharField(_("name"), max_length=200, blank=True)
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"))
    drafted_body = models.TextField(_("text as drafted"), editable=False)
    passages = models.JSONField(default=dict, editable=False)
    # What stands in the mail only, such as a one-time link: mark in the text -> value, sealed, and
    # gone once the mail is at its end.
    sealed_secrets = models.TextField(blank=True, editable=False)
    revision = models.PositiveIntegerField(default=0, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("drafted by"),
    )
    created_at = models.DateTimeField(_("drafted"), default=timezone.now, editable=False)
    frozen_at = models.DateTimeField(_("text fixed"), null=True, editable=False)
    pdf_sha256 = models.CharField(_("SHA-256 of the PDF"), max_length=64, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, editable=False)
    redacted_at = models.DateTimeField(_("redacted"), null=True, editable=False)

    objects: ClassVar = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["-id"]
        permissions = [("send_letter", _("Can send letters"))]
        indexes = [
            models.Index(fields=["about_type", "about_id", "id"], name="letter_about"),
            models.Index(Upper("to"), name="letter_to"),
            GinIndex(OpClass(Upper("subject"), name="gin_trgm_ops"), name="letter_subject"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="sent", sent_at__isnull=False)
                | Q(~Q(status="sent"), sent_at__isnull=True),
                name="sent_letter_has_its_time_and_no_other",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["sent", "discarded"]) | Q(sealed_secrets=""),
                name="finished_letter_keeps_no_secret",
            ),
        ]

    def __str__(self) -> str:
        return self.subject or str(_("Redacted letter"))

    @property
    def language(self) -> str:
        return self.version.language

    @property
    def editable(self) -> bool:
        return self.status == self.Status.DRAFT

    @property
    def difference(self) -> str:
        """What was changed against the template's text, as a unified diff; "" if nothing."""
        lines = difflib.unified_diff(
            self.drafted_body.splitlines(), self.body.splitlines(), lineterm="", n=1
        )
        return "\n".join(list(lines)[2:])
