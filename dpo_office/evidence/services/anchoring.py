"""The head of the trail leaves the office: a tail that is cut later shows against it (A1)."""

from datetime import datetime

import structlog
from django.conf import settings
from django.utils.translation import gettext as _

from dpo_office.evidence.models import Seal
from dpo_office.evidence.services.verification import Head
from dpo_office.lib import doors

log = structlog.get_logger("office.trail")


def head_in_words(seal: Seal) -> str:
    """The head, then what was signed and its signature: who keeps it can check it by gpg."""
    return f"{Head.of(seal)}\n\n{seal.statement}\n{seal.signature}"


def anchor(now: datetime) -> Seal | None:
    """Write the head to the log stream and mail it to ANCHOR_TO; None while nothing is sealed.

    The mail waits in the outbox like any other. A second call on the same day (UTC) with the
    same head mails nothing new.
    """
    seal = Seal.objects.head()
    if seal is None:
        return None
    log.info("trail_head", head=str(Head.of(seal)), sealed_at=seal.sealed_at.isoformat())
    if settings.ANCHOR_TO:
        doors.post_mail(
            f"trail-head:{now:%Y-%m-%d}:{seal.number}",
            to=settings.ANCHOR_TO,
            subject=_("Head of the trail: keep this mail"),
            body=head_in_words(seal),
        )
    return seal
