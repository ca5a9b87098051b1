"""Clocks that can't be right: a host far from the database, a database that went back in time.

Deadlines are reckoned by the database's clock, so a wrong host harms little; a wrong database
would. Either is a finding for a person.
"""

from datetime import datetime, timedelta

from django.core.cache import cache
from django.utils.translation import gettext as _

from dpo_office.lib.periods import local_date
from dpo_office.organisation.models import Profile
from dpo_office.worklist.services import findings

LAST = "office.database_time"
HOST, BACK = "office.host_clock", "office.clock_went_back"
SLACK = timedelta(minutes=1)


def compare(host: datetime, database: datetime) -> None:
    """Raise a finding when the two aware times differ, or the database's is before its last one.

    A host that is right again resolves its finding; a jump back stays for somebody to look at.
    """
    off = host - database
    if abs(off) > SLACK:
        text = _("The clock of a worker's machine is %(seconds)d s off the database's.")
        _raise(HOST, text % {"seconds": off.total_seconds()}, database)
    else:
        findings.holds_again(HOST, about=None)
    last = cache.get(LAST)
    if last and database.timestamp() < last - SLACK.total_seconds():
        text = _("The database's clock went back by %(seconds)d s. Look at what was due since.")
        _raise(BACK, text % {"seconds": last - database.timestamp()}, database)
    cache.set(LAST, database.timestamp(), timeout=None)


def _raise(check: str, text: str, now: datetime) -> None:
    today = local_date(now, Profile.current().time_zone)
    findings.raise_finding(check, about=None, owner=None, due_on=today, text=text, failure=True)
