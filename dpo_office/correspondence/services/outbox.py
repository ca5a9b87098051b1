"""The outbox: mails are rows, written in the transaction of the deed and sent by a worker."""

import secrets
import time
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from dpo_office.correspondence import carriers
from dpo_office.correspondence.models import Delivery, Letter
from dpo_office.correspondence.models.delivery import DeliveryQuerySet
from dpo_office.correspondence.refusals import LetterRefused
from dpo_office.correspondence.services import claims, mail_server, messages, propriety
from dpo_office.evidence.models import record
from dpo_office.evidence.models.cluster import SystemIdentifier
from dpo_office.lib.clock import database_now
from dpo_office.organisation.models import User

SOONEST, LATEST = timedelta(minutes=1), timedelta(hours=1)
GIVE_UP_AFTER = timedelta(days=3)
MOST_REPEATS = 3  # a mail that kills every worker that takes it is given up


@transaction.atomic
def post(
    key: str,
    *,
    to: str,
    subject: str,
    body: str = "",
    letter: Letter | None = None,
    automatic: bool = True,
    urgent: bool = False,
    secret: bool = False,
    now: datetime | None = None,
) -> Delivery:
    """Put one mail into the outbox; the same `key` a second time is the same mail.

    A letter brings its own text. `secret` mails (they hold a link to sign in) are sealed, and
    lose their text once they are at an end. Nothing leaves inside this call.
    """
    propriety.refuse_control_characters(_("subject"), subject)
    now = now or database_now()
    delivery, _created = Delivery.objects.get_or_create(
        key=key,
        defaults={
            "letter": letter,
            "message_id": f"<{secrets.token_hex(16)}@{settings.MAIL_FROM.rpartition('@')[2]}>",
            "to": propriety.mail_address(to),
            "subject": subject,
            "body": messages.sealed(body) if secret else body,
            "automatic": automatic,
            "urgent": urgent,
            "secret": secret,
            "created_at": now,
            "next_try_at": now,
        },
    )
    return delivery


def deliver(delivery_id: int, now: datetime | None = None) -> bool:
    """Send this mail if it waits and its time has come; whether one was taken up."""
    return _deliver_first(Delivery.objects.filter(pk=delivery_id), now)


def deliver_next(*, urgent: bool, now: datetime | None = None) -> bool:
    """Send one of the waiting mails; whether there was one."""
    return _deliver_first(Delivery.objects.filter(urgent=urgent), now)


def drain(*, urgent: bool, seconds: float) -> int:
    """Send waiting mails one after the other, for so long at most; how many were taken up."""
    if not mail_server.take_turn(urgent=urgent):
        return 0
    end, taken = time.monotonic() + seconds, 0
    try:
        while time.monotonic() < end and deliver_next(urgent=urgent):
            mail_server.keep_turn(urgent=urgent)
            taken += 1
    finally:
        mail_server.end_turn(urgent=urgent)
    return taken


def sweep(now: datetime) -> set[bool]:
    """Give up for dead what a worker never brought back, and look for mails that are due.

    For each of urgent (True) and other mails (False): whether a worker has to be called.
    """
    dead_after = timedelta(seconds=settings.OUTBOX_CLAIM_LIFE)
    for delivery in Delivery.objects.abandoned(now, dead_after).select_related("letter"):
        given_up = delivery.repeats >= MOST_REPEATS
        end = claims.failed if given_up else claims.unsure
        end(delivery, words=_("The worker died while it sent this mail."), now=now)
    if mail_server.is_away(now):
        return set()
    due = Delivery.objects.due(now)
    return {urgent for urgent in (True, False) if due.filter(urgent=urgent).exists()}


@transaction.atomic
def try_now(delivery: Delivery, *, by: User) -> None:
    """Send a waiting or failed mail as soon as a worker is free."""
    now = database_now()
    again = Delivery.objects.filter(pk=delivery.pk, state=delivery.state)
    if delivery.state in Delivery.WAITING:
        changed = again.update(next_try_at=now, lineage=SystemIdentifier())
    elif delivery.state == Delivery.State.FAILED and (delivery.letter_id or delivery.body):
        changed = again.update(
            state=Delivery.State.QUEUED,
            finished_at=None,
            next_try_at=now,
            lineage=SystemIdentifier(),
        )
        if delivery.letter:
            delivery.letter.move_to(Letter.Status.QUEUED, by=by)
    else:
        raise LetterRefused(
            _("This mail is %(state)s and can't be tried again.")
            % {"state": delivery.get_state_display().lower()}
        )
    if not changed:
        raise LetterRefused(_("This mail changed a moment ago. Look again."))
    record("delivery.tried_now", delivery, by=by)


def _deliver_first(deliveries: DeliveryQuerySet, now: datetime | None) -> bool:
    told_at, now = now, now or database_now()
    if mail_server.is_away(now):
        return False
    delivery = claims.claim(deliveries, now)
    if delivery is None:
        return False
    try:
        if delivery.letter:
            propriety.refuse_wrong_addressee(delivery.letter)
        message = messages.built(delivery)
    except LetterRefused as why:
        claims.failed(delivery, words=str(why), now=now)
        return True
    except ValueError:
        claims.failed(delivery, words=_("This mail could not be made."), now=now)
        return True
    try:
        mail_server.wait_for_slot()
        answer = carriers.carrier().carry(message, to=delivery.to, name=_file_name(delivery))
    except carriers.NotCarried as why:
        _not_carried(delivery, why, now)
    else:
        claims.sent(delivery, answer=answer, now=told_at or database_now())
        mail_server.came_back()
    return True


def _not_carried(delivery: Delivery, why: carriers.NotCarried, now: datetime) -> None:
    words, age = str(why), now - delivery.created_at
    given_up = age > GIVE_UP_AFTER
    match why:
        case carriers.ServerAway(ours=ours):
            again = mail_server.went_away(words, now=now, ours=ours)
            claims.put_back(delivery, words=words, next_try_at=again)
        case carriers.ComeAgain() if not given_up:
            wait = min(max(age / 2, SOONEST), LATEST)
            claims.put_back(delivery, words=words, next_try_at=now + wait)
        case carriers.NoAnswer() if not delivery.repeats:
            claims.unsure(delivery, words=words, now=now)
        case _:
            claims.failed(delivery, words=words, now=now)


def _file_name(delivery: Delivery) -> str:
    return f"{delivery.created_at:%Y%m%d-%H%M%S}-{delivery.pk:06d}.eml"
