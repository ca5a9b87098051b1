"""The trail: what happened, by whom, to what; no personal value in clear (F6)."""

from functools import reduce
from operator import or_
from typing import Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models.functions import Coalesce, Now
from django.utils.translation import gettext_lazy as _

from dpo_office.lib.doors import event_words


class EventQuerySet(models.QuerySet["Event"]):
    def about_any(self, *records: models.Model) -> Self:
        """Events about any of these records, newest first."""
        ids: dict[ContentType, list[int]] = {}
        for record in records:
            ids.setdefault(ContentType.objects.get_for_model(record), []).append(record.pk)
        about = [models.Q(about_type=kind, about_id__in=pks) for kind, pks in ids.items()]
        return self.filter(reduce(or_, about)) if about else self.none()

    def in_order(self) -> Self:
        """By the time at which things happened, newest first."""
        return self.order_by(Coalesce("happened_at", "at").desc(), "-id")


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

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("trail")
        ordering = ["-id"]
        indexes = [models.Index(fields=["about_type", "about_id", "id"], name="event_about")]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"

    def in_words(self) -> str:
        """What happened, as the app that wrote it calls it."""
        words = event_words.get(self.kind)
        return str(words) if words else self.kind.replace(".", ": ").replace("_", " ")


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
