"""What must always hold of letters, and how the outbox feels (invariants 3 and 11)."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Min, Q
from django.utils.translation import gettext_lazy as _

from dpo_office.correspondence.models import Delivery, Letter, MailServer
from dpo_office.correspondence.services.claims import FOLLOWS, UNDELIVERED
from dpo_office.correspondence.services.outbox import MOST_REPEATS
from dpo_office.lib import doors
from dpo_office.lib.clock import database_now

SLACK = timedelta(minutes=5)  # ten sweeps


class LettersArrive:
    """Each mail ends as sent, as repeated once for each death, or as failed with a finding."""

    identifier = "letters"
    sentence = _("Every mail leaves, once or known to be repeated, or somebody was told")

    def broken(self) -> list[str]:
        now = database_now()
        return [
            *self._lines(_forgotten(now), "is waiting, and no worker comes"),
            *self._lines(_untold(), "failed, and nobody was told"),
            *self._lines(_apart(), "and its letter do not agree"),
            *self._lines(
                Delivery.objects.filter(repeats__gt=MOST_REPEATS), "was repeated too often"
            ),
        ]

    @staticmethod
    def _lines(deliveries, words: str) -> list[str]:
        return [f"delivery {delivery.pk} {words}" for delivery in deliveries]


class OutboxFlows:
    """The mail server answers and nothing grows old in the outbox."""

    identifier = "outbox"
    sentence = _("Mails leave")

    def trouble(self, now: datetime) -> str:
        server = MailServer.objects.filter(away_since__lt=now - SLACK).first()
        if server:
            return server.error
        oldest = Delivery.objects.due(now - SLACK).aggregate(Min("next_try_at"))["next_try_at__min"]
        if oldest is None:
            return ""
        return _("A mail has been waiting for %(minutes)d minutes.") % {
            "minutes": (now - oldest).total_seconds() // 60
        }


def _forgotten(now: datetime):
    """Due or abandoned for long, while the server answers."""
    if MailServer.objects.filter(away_since__isnull=False).exists():
        return Delivery.objects.none()
    life = timedelta(seconds=settings.OUTBOX_CLAIM_LIFE)
    return Delivery.objects.due(now - SLACK) | Delivery.objects.abandoned(now, life + SLACK)


def _untold() -> list[Delivery]:
    failed = Delivery.objects.filter(state=Delivery.State.FAILED).select_related("letter")
    return [d for d in failed if not doors.was_found(UNDELIVERED, about=d.letter or d)]


def _apart():
    """Deliveries whose letter says something else."""
    same = Q(state__in=Delivery.OPEN, letter__status=Letter.Status.QUEUED)
    same |= Q(state__in=Delivery.OPEN, letter__status=Letter.Status.UNSURE)
    same |= Q(state=Delivery.State.FAILED, letter__status=Letter.Status.DISCARDED)
    for state, status in FOLLOWS.items():
        same |= Q(state=state, letter__status=status)
    return Delivery.objects.filter(letter__isnull=False).exclude(same)
