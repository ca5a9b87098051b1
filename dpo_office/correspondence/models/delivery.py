"""The outbox: one row for each mail that leaves, whatever happens to worker and broker.

SMTP is at least once. A row is claimed, and the claim committed, before the mail is handed
over; the result is written after. Whoever dies in between leaves a row that becomes unsure
and is sent once more with the same Message-ID: none lost, at most one repeat for each death.
"""

from datetime import datetime, timedelta
from typing import ClassVar, Self

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now, Upper
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dpo_office.correspondence.models.letter import Letter
from dpo_office.evidence.models.cluster import SystemIdentifier


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def open(self) -> Self:
        """Not yet at an end."""
        return self.filter(state__in=Delivery.OPEN)

    def due(self, now: datetime) -> Self:
        """Waiting rows whose time has come; none that a restored backup brought along."""
        here = self.filter(lineage=SystemIdentifier())
        return here.filter(state__in=Delivery.WAITING, next_try_at__lte=now)

    def abandoned(self, now: datetime, after: timedelta) -> Self:
        """Rows that a worker took and never brought back."""
        return self.filter(state=Delivery.State.SENDING, claimed_at__lt=now - after)


class Delivery(models.Model):
    """One mail on its way: a letter, or an automatic one (digest, sign-in, alert)."""

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        SENDING = "sending", _("Being sent")
        UNSURE = "unsure", _("Unsure")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")

    WAITING = (State.QUEUED, State.UNSURE)
    OPEN = (State.QUEUED, State.UNSURE, State.SENDING)

    key = models.CharField(_("idempotency key"), max_length=120, unique=True)
    letter = models.OneToOneField(
        Letter, models.PROTECT, null=True, related_name="delivery", verbose_name=_("letter")
    )
    message_id = models.CharField("Message-ID", max_length=200, unique=True)
    to = models.CharField(_("to"), max_length=254, blank=True)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    body = models.TextField(_("text"), blank=True)
    secret = models.BooleanField(
        _("secret"), default=False, help_text=_("Holds a link to sign in; erased once sent.")
    )
    automatic = models.BooleanField(_("automatic"), default=True)
    urgent = models.BooleanField(_("urgent"), default=False)

    state = models.CharField(_("state"), max_length=8, choices=State, default=State.QUEUED)
    created_at = models.DateTimeField(_("queued"), default=timezone.now)
    next_try_at = models.DateTimeField(_("next try"), null=True)
    claimed_at = models.DateTimeField(_("taken by a worker"), null=True)
    finished_at = models.DateTimeField(_("finished"), null=True)
    attempts = models.PositiveIntegerField(_("tries"), default=0)
    repeats = models.PositiveIntegerField(_("possible repeats"), default=0)
    last_error = models.CharField(_("last error"), max_length=200, blank=True)
    # The cluster in which it was queued: what a backup holds as waiting may have left since.
    lineage = models.BigIntegerField(_("database"), db_default=SystemIdentifier())
    answer = models.CharField(_("server's answer"), max_length=200, blank=True)

    objects: ClassVar = DeliveryQuerySet.as_manager()

    came_as: "Delivery.State"  # what it was before the claim; set by the worker that claims

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        ordering = ["-id"]
        indexes = [
            models.Index(Upper("to"), name="delivery_to"),
            models.Index(
                fields=["urgent", "next_try_at"],
                name="delivery_due",
                condition=Q(state__in=["queued", "unsure"]),
            ),
            models.Index(
                fields=["claimed_at"], name="delivery_taken", condition=Q(state="sending")
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["queued", "unsure"]) & Q(next_try_at__isnull=False)
                | Q(state__in=["sending", "sent", "failed"]) & Q(next_try_at__isnull=True),
                name="waiting_delivery_has_its_next_try",
            ),
            models.CheckConstraint(
                condition=Q(state="sending") & Q(claimed_at__isnull=False)
                | ~Q(state="sending") & Q(claimed_at__isnull=True),
                name="delivery_being_sent_says_since_when",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["sent", "failed"]) & Q(finished_at__isnull=False)
                | ~Q(state__in=["sent", "failed"]) & Q(finished_at__isnull=True),
                name="finished_delivery_says_when",
            ),
            models.CheckConstraint(
                condition=Q(letter__isnull=True) | Q(body=""),
                name="a_letters_text_is_kept_once",
            ),
            models.CheckConstraint(
                condition=Q(repeats__lte=F("attempts")), name="a_repeat_is_a_try"
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="a_mail_keeps_its_message_id",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("message_id", "key"),
            ),
        ]

    def __str__(self) -> str:
        return str(_("Mail #%(number)s") % {"number": self.pk})


class MailServer(models.Model):
    """One row: whether the mail server answers, who speaks to it, when the next mail may leave."""

    away_since = models.DateTimeField(_("away since"), null=True)
    error = models.CharField(_("error"), max_length=200, blank=True)
    next_try_at = models.DateTimeField(_("next try"), null=True)
    next_slot_at = models.DateTimeField(_("next mail may leave"), db_default=Now())
    busy_until = models.DateTimeField(_("a worker sends until"), db_default=Now())
    busy_urgent_until = models.DateTimeField(_("one sends urgent mails until"), db_default=Now())

    class Meta:
        verbose_name = _("mail server")
        verbose_name_plural = _("mail server")
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="there_is_one_mail_server"),
        ]

    def __str__(self) -> str:
        return str(_("Mail server"))
