"""The trail: what happened, by whom, to what; no personal value in clear (F6)."""

from datetime import timedelta
from functools import reduce
from operator import or_
from typing import Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.functions import RandomUUID
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models.functions import Coalesce, Now
from django.utils.translation import gettext_lazy as _

from dpo_office.evidence.models.cluster import CurrentTransaction, SystemIdentifier, TransactionId
from dpo_office.lib.doors import event_words


class EventQuerySet(models.QuerySet["Event"]):
    def about_any(self, *records: models.Model) -> Self:
        """Events about any of these records, newest first."""
        ids: dict[ContentType, list[int]] = {}
        for record in records:
            ids.setdefault(ContentType.objects.get_for_model(record), []).append(record.pk)
        about = [models.Q(about_type=kind, about_id__in=pks) for kind, pks in ids.items()]
        return self.filter(reduce(or_, about)) if about else self.none()

    def recorded_within(self, days: int) -> Self:
        """Recorded in the last so many times 24 hours, by the database's clock."""
        return self.filter(at__gte=Now() - timedelta(days=days))

    def in_order(self) -> Self:
        """Deeds by the time at which they happened, newest first; a look is no deed."""
        return self.exclude(kind=Event.LOOK).order_by(Coalesce("happened_at", "at").desc(), "-id")


class Event(models.Model):
    """One deed, written in the transaction of the change that it tells.

    `facts` holds references, states and numbers; a value that may be personal has a salted
    commitment here and its clear text in an `EventDetail` that can be erased. Triggers refuse
    UPDATE, DELETE and TRUNCATE, and times or origins that somebody chose.
    """

    LOOK = "person.looked_at"

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
    # Where and when in the database it was written: decides when it can be sealed (docs/trail.md).
    lineage = models.BigIntegerField(_("database"), db_default=SystemIdentifier())
    xid = TransactionId(db_default=CurrentTransaction())
    # What stands in the trail can be guessed; its leaf must not betray it where it is withheld.
    nonce = models.UUIDField(db_default=RandomUUID())

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("trail")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["about_type", "about_id", "id"], name="event_about"),
            models.Index(fields=["lineage", "xid", "id"], name="event_in_sealing_order"),
            BrinIndex(fields=["at"], name="event_by_time", autosummarize=True),
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"

    def in_words(self) -> str:
        """What happened, as the app that wrote it calls it."""
        words = event_words.get(self.kind)
        return str(words) if words else self.kind.replace(".", ": ").replace("_", " ")


class EventDetail(models.Model):
    """The clear text behind a commitment; erasing it leaves the proof whole.

    Triggers let value and salt be emptied, and refuse every other change.
    """

    event = models.ForeignKey(Event, models.PROTECT, related_name="details", db_index=False)
    name = models.CharField(max_length=60)
    salt = models.BinaryField(null=True)
    value = models.TextField(null=True)  # noqa: DJ001  # null is erased; "" is a value

    class Meta:
        verbose_name = _("event detail")
        verbose_name_plural = _("event details")
        constraints = [
            models.UniqueConstraint(fields=["event", "name"], name="an_event_has_a_detail_once"),
            models.CheckConstraint(
                condition=models.Q(value__isnull=False, salt__isnull=False)
                | models.Q(value__isnull=True, salt__isnull=True),
                name="a_detail_is_whole_or_erased",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} of event {self.event_id}"
