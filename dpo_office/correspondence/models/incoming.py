"""What came in about what: the message, when, from whom; its raw bytes are an encrypted file."""

from typing import ClassVar, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class IncomingQuerySet(models.QuerySet["Incoming"]):
    def about(self, record: models.Model) -> Self:
        """What came in about that case, part or incident."""
        kind = ContentType.objects.get_for_model(record)
        return self.filter(about_type=kind, about_id=record.pk)


class Incoming(models.Model):
    """One message that came to us about a record, as it was said; never edited.

    `message_id` is the mail's own (RFC 5322, 3.6.4), or the digest of a raw mail that has none:
    the same mail is recorded once.
    """

    class Channel(models.TextChoices):
        MAIL = "mail", _("E-mail")
        POST = "post", _("Post")
        CHAT = "chat", _("Chat")

    about_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    about_id = models.BigIntegerField()
    about = GenericForeignKey("about_type", "about_id")
    channel = models.CharField(
        _("came by"), max_length=4, choices=Channel, default=Channel.MAIL, db_default=Channel.MAIL
    )
    sender_name = models.CharField(_("name"), max_length=200, blank=True)
    sender = models.CharField(_("from"), max_length=254, blank=True)
    subject = models.CharField(_("subject"), max_length=300, blank=True)
    words = models.TextField(_("their words"), blank=True)
    message_id = models.CharField("Message-ID", max_length=250, blank=True)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    received_at = models.DateTimeField(_("received"))
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    redacted_at = models.DateTimeField(_("redacted"), null=True)

    objects: ClassVar = IncomingQuerySet.as_manager()

    WORDS: ClassVar = ("sender_name", "sender", "subject", "words", "message_id", "sha256")

    class Meta:
        verbose_name = _("incoming message")
        verbose_name_plural = _("incoming messages")
        ordering = ["-received_at", "-id"]
        indexes = [
            models.Index(fields=["about_type", "about_id"], name="incoming_about"),
            models.Index(Upper("sender"), name="incoming_sender"),
            models.Index(fields=["-received_at", "-id"], name="incoming_by_receipt"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["message_id"],
                condition=~Q(message_id=""),
                name="a_mail_is_recorded_once",
                violation_error_message=_("This mail is recorded already."),
            ),
            models.CheckConstraint(
                condition=Q(received_at__lte=F("recorded_at")),
                name="incoming_is_received_before_it_is_recorded",
                violation_error_message=_("The receipt lies in the future."),
            ),
            models.CheckConstraint(
                condition=Q(sha256="") | Q(sha256__regex=r"^[0-9a-f]{64}$"),
                name="incoming_has_a_digest",
            ),
            models.CheckConstraint(
                condition=Q(redacted_at__isnull=True)
                | Q(sender_name="", sender="", subject="", words="", message_id="", sha256=""),
                name="redacted_incoming_says_nothing",
            ),
        ]

    def __str__(self) -> str:
        return gettext("message %(n)s") % {"n": self.pk}


class DroppedMail(models.Model):
    """A mail that somebody handed over and nobody recorded yet; it goes after some hours.

    Its bytes are an encrypted file about this row; of what it says nothing stands here.
    """

    dropped_at = models.DateTimeField(_("handed over"))
    dropped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    pasted = models.BooleanField(_("pasted as text"), default=False)

    class Meta:
        verbose_name = _("mail not yet recorded")
        verbose_name_plural = _("mails not yet recorded")
        ordering = ["-id"]
        indexes = [models.Index(fields=["dropped_at"], name="dropped_mail_age")]

    def __str__(self) -> str:
        return gettext("mail not yet recorded, %(n)s") % {"n": self.pk}
