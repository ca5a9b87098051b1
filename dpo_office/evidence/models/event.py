"""The trail: what happened, by whom, to what; no personal value in clear (F6)."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Event(models.Model):
    """One deed, written in the transaction of the change that it tells.

    `facts` holds references, states and numbers; a value that may be personal has a salted
    commitment here and its clear text in an `EventDetail` that can be erased.
    """

    at = models.DateTimeField(_("recorded"), db_default=Now())
    # When the deed happened, if it is told later than it was done: imports, paper, the demo.
    happened_at = models.DateTimeField(_("happened"), null=True)
    kind = models.CharField(_("what"), max_length=80)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name=_("who")
    )
    about_type = models.ForeignKey(ContentType, models.PROTECT, null=True)
    about_id = models.BigIntegerField(null=True)
    about = GenericForeignKey("about_type", "about_id")
    facts = models.JSONField(default=dict)
    commitments = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("trail")
        ordering = ["-id"]
        indexes = [models.Index(fields=["about_type", "about_id", "id"], name="event_about")]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"


class EventDetail(models.Model):
    """The clear text behind a commitment; erasing it leaves the proof whole."""

    event = models.ForeignKey(Event, models.PROTECT, related_name="details")
    name = models.CharField(max_length=60)
    salt = models.BinaryField()
    value = models.TextField()

    class Meta:
        verbose_name = _("event detail")
        verbose_name_plural = _("event details")

    def __str__(self) -> str:
        return f"{self.name} of event {self.event_id}"
