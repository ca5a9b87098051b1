"""Single mails, for what cannot wait for the morning: legal deadlines within 48 h, failures."""

from collections import defaultdict
from datetime import date, datetime
from typing import TypeVar

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dpo_office.correspondence.models import Delivery
from dpo_office.correspondence.services import outbox
from dpo_office.correspondence.services.mail_server import AWAY
from dpo_office.organisation.models import User
from dpo_office.worklist.models import Alert, Clock, Finding
from dpo_office.worklist.services import people
from dpo_office.worklist.services.lines import office_address, section, text_of
from dpo_office.worklist.services.subjects import attach

BATCH = 200
Row = TypeVar("Row", Clock, Finding)


@transaction.atomic
def mail_deadlines(now: datetime) -> int:
    """Mail every urgent alert not yet mailed, one mail a person; how many alerts were taken up.

    Alert and outbox row change in one transaction: nothing is mailed twice, nothing forgotten.
    """
    alerts = list(
        Alert.objects.filter(needs_mail=True, mailed_at=None)
        .select_for_update(skip_locked=True, of=("self",))
        .select_related("clock__owner")
        .order_by("id")[:BATCH]
    )
    clocks = list({alert.clock for alert in alerts if alert.clock.is_running})
    attach(clocks)
    key = f"deadlines:{alerts[0].pk}" if alerts else ""
    for reader, mine in _by_reader(sorted(clocks, key=_due), people.today(now)).items():
        _post_deadlines(key, reader, mine, now)
    Alert.objects.filter(pk__in=[alert.pk for alert in alerts]).update(mailed_at=now)
    return len(alerts)


@transaction.atomic
def mail_failures(now: datetime) -> int:
    """Mail every failure not yet mailed, one mail a person; how many were taken up.

    That a mail of the office itself failed is told by the digest: a mail about it would fail too.
    """
    mails = ContentType.objects.get_for_model(Delivery)
    failures = list(
        Finding.objects.failures()
        .filter(mailed_at=None)
        .exclude(about_type=mails)
        .exclude(check_name=AWAY)
        .select_for_update(skip_locked=True, of=("self",))
        .select_related("owner")
        .order_by("id")[:BATCH]
    )
    for reader, mine in _by_reader(failures, people.today(now)).items():
        subject = ngettext("%(count)d failure", "%(count)d failures", len(mine))
        _post(f"failures:{mine[0].pk}", reader, subject % {"count": len(mine)}, mine)
    Finding.objects.filter(pk__in=[row.pk for row in failures]).update(mailed_at=now)
    return len(failures)


def _by_reader(rows: list[Row], today: date) -> dict[User, list[Row]]:
    """The rows by everybody who is told of them; asked once per owner."""
    told = {row.owner_id: people.told_of(row.owner, today) for row in rows}
    mine: dict[User, list[Row]] = defaultdict(list)
    for row in rows:
        for reader in told[row.owner_id]:
            mine[reader].append(row)
    return mine


def _post_deadlines(key: str, reader: User, clocks: list[Clock], now: datetime) -> None:
    """The subject names the case when there is one only."""
    late = any(clock.due_at <= now for clock in clocks)
    what = _("Legal deadline is over") if late else _("Legal deadline within 48 hours")
    which = clocks[0].subject.reference if len(clocks) == 1 else str(len(clocks))
    _post(key, reader, f"{what}: {which}", clocks)


def _post(key: str, reader: User, subject: str, rows: list[Row]) -> None:
    body = text_of([section(subject, rows, reader), office_address()])
    outbox.post(f"{key}:{reader.pk}", to=reader.email, subject=subject, body=body, urgent=True)


def _due(clock: Clock) -> datetime:
    return clock.due_at
