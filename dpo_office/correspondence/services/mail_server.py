"""The mail server as all workers know it: away or not, whose turn it is, the pace (rate cap)."""

import time
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.db.models import Value
from django.db.models.functions import Coalesce, Now
from django.utils import timezone
from django.utils.translation import gettext as _

from dpo_office.correspondence.models import MailServer
from dpo_office.lib import doors

AWAY = "correspondence.mail_server"
LOOK_AGAIN = timedelta(seconds=30)
TOLERATED = timedelta(minutes=10)
TURN = timedelta(seconds=45)
BUSY = {True: "busy_urgent_until", False: "busy_until"}


def is_away(now: datetime) -> bool:
    """Whether it is too early to ask a server that did not answer."""
    return MailServer.objects.filter(next_try_at__gt=now).exists()


def went_away(words: str, *, now: datetime, ours: bool) -> datetime:
    """Remember that it can't be used; the time of the next try, the same for all workers.

    Told as a finding at once if it is set up wrongly, else after ten minutes.
    """
    again = now + LOOK_AGAIN
    MailServer.objects.get_or_create(pk=1)
    MailServer.objects.update(
        away_since=Coalesce("away_since", Value(now)), error=words, next_try_at=again
    )
    since = MailServer.objects.get().away_since or now
    if ours or now - since > TOLERATED:
        text = _("No mail leaves: %(words)s") % {"words": words}
        doors.raise_finding(
            AWAY, about=None, owner=None, due_on=timezone.localdate(), text=text, failure=True
        )
    return again


def came_back() -> None:
    """It took a mail."""
    was_away = MailServer.objects.filter(away_since__isnull=False)
    if was_away.update(away_since=None, error="", next_try_at=None):
        doors.holds_again(AWAY, about=None)


def take_turn(*, urgent: bool) -> bool:
    """Whether this worker may empty that half of the outbox now.

    One at a time, so that a slow server holds up one process and not all. It is politeness
    only: claims keep mails apart. A dead worker's turn ends by itself.
    """
    MailServer.objects.get_or_create(pk=1)
    free = MailServer.objects.filter(**{f"{BUSY[urgent]}__lte": Now()})
    return bool(free.update(**{BUSY[urgent]: Now() + TURN}))


def keep_turn(*, urgent: bool) -> None:
    """Still at work."""
    MailServer.objects.update(**{BUSY[urgent]: Now() + TURN})


def end_turn(*, urgent: bool) -> None:
    MailServer.objects.update(**{BUSY[urgent]: Now()})


# One row orders all workers of all machines: each takes the next slot and waits for it.
NEXT_SLOT = """
INSERT INTO correspondence_mailserver AS server (id, error, next_slot_at)
VALUES (1, '', clock_timestamp() + make_interval(secs => %(gap)s))
ON CONFLICT (id) DO UPDATE SET next_slot_at =
    greatest(server.next_slot_at, clock_timestamp()) + make_interval(secs => %(gap)s)
RETURNING extract(epoch FROM next_slot_at - make_interval(secs => %(gap)s) - clock_timestamp())
"""


def wait_for_slot() -> None:
    """Hold the pace of MAILS_PER_MINUTE (0: none) over all workers together."""
    if not settings.MAILS_PER_MINUTE:
        return
    with connection.cursor() as cursor:
        cursor.execute(NEXT_SLOT, {"gap": 60 / settings.MAILS_PER_MINUTE})
        time.sleep(max(0.0, float(cursor.fetchone()[0])))
