"""Who sends a mail: the claim, committed before anything leaves, and what came of it.

Both are guarded UPDATEs. `attempts` numbers the claims of a row, so that a worker which was
thought dead can't overwrite what its successor found out.
"""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from dpo_office.correspondence.models import Delivery, Letter
from dpo_office.correspondence.models.delivery import DeliveryQuerySet
from dpo_office.lib import doors

State = Delivery.State
UNDELIVERED = "correspondence.undelivered"


def claim(deliveries: DeliveryQuerySet, now: datetime) -> Delivery | None:
    """Take the first waiting one for this worker; None if there is none. Commits.

    Raises RuntimeError inside a transaction: a claim that could be rolled back after the mail
    has left would send it twice.
    """
    with transaction.atomic(durable=True):
        waiting = (
            deliveries.due(now).select_related("letter__version__template").order_by("next_try_at")
        )
        delivery = waiting.select_for_update(skip_locked=True, of=("self",)).first()
        if delivery is None:
            return None
        is_repeat = delivery.state == State.UNSURE
        Delivery.objects.filter(pk=delivery.pk).update(
            state=State.SENDING,
            claimed_at=now,
            next_try_at=None,
            attempts=F("attempts") + 1,
            repeats=F("repeats") + int(is_repeat),
        )
    delivery.came_as, delivery.attempts = State(delivery.state), delivery.attempts + 1
    delivery.repeats += int(is_repeat)
    return delivery


def sent(delivery: Delivery, *, answer: str, now: datetime) -> bool:
    """The server took it."""
    kept = delivery.body if delivery.letter_id else ""
    return _settle(delivery, State.SENT, finished_at=now, answer=answer, last_error="", body=kept)


def put_back(delivery: Delivery, *, words: str, next_try_at: datetime) -> bool:
    """It did not leave; it waits again as what it was before the claim."""
    return _settle(delivery, delivery.came_as, next_try_at=next_try_at, last_error=words)


def unsure(delivery: Delivery, *, words: str, now: datetime) -> bool:
    """It may have arrived. After a stated wait it is sent once more, with its Message-ID."""
    again = now + timedelta(seconds=settings.OUTBOX_UNSURE_WAIT)
    return _settle(delivery, State.UNSURE, next_try_at=again, last_error=words)


def failed(delivery: Delivery, *, words: str, now: datetime) -> bool:
    """It never leaves; somebody is told."""
    kept = "" if delivery.secret else delivery.body
    return _settle(delivery, State.FAILED, finished_at=now, last_error=words, body=kept)


@transaction.atomic
def _settle(delivery: Delivery, state: str, **changes: Any) -> bool:
    """Write the result of our claim, also when it has meanwhile been given up for dead."""
    ours = Delivery.objects.filter(
        pk=delivery.pk, attempts=delivery.attempts, state__in=[State.SENDING, State.UNSURE]
    )
    if not ours.update(state=state, **({"next_try_at": None} | changes), claimed_at=None):
        return False
    delivery.state = state
    if delivery.letter_id:
        _follow(Letter.objects.select_for_update().get(pk=delivery.letter_id), delivery, changes)
    _tell(delivery, changes.get("last_error", ""))
    return True


FOLLOWS = {
    State.SENT: Letter.Status.SENT,
    State.UNSURE: Letter.Status.UNSURE,
    State.FAILED: Letter.Status.FAILED,
}


def _follow(letter: Letter, delivery: Delivery, changes: dict[str, Any]) -> None:
    """The letter's state follows its delivery's."""
    new = FOLLOWS.get(State(delivery.state))
    if new is None or not letter.can_move_to(new):
        return
    sent = {"sent_at": changes.get("finished_at"), "sealed_secrets": ""}
    more: dict[str, Any] = sent if new == Letter.Status.SENT else {}
    letter.move_to(new, by=None, at=changes.get("finished_at"), **more)


def _tell(delivery: Delivery, words: str) -> None:
    """A failed mail is a finding until it is sent after all."""
    about = delivery.letter or delivery
    if delivery.state == State.FAILED:
        text = _("A mail did not leave: %(words)s") % {"words": words}
        doors.raise_finding(
            UNDELIVERED,
            about=about,
            owner=None,
            due_on=timezone.localdate(),
            text=text,
            failure=True,
        )
    elif delivery.state == State.SENT and delivery.attempts > 1:
        doors.holds_again(UNDELIVERED, about=about)
