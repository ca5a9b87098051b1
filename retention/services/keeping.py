"""How long closed cases keep their persons (F5): one period for all kinds of cases."""

from datetime import datetime

from django.conf import settings

from dpo_office.lib.periods import Duration, local_date, start_of_day
from dpo_office.organisation.models import Profile

ONE_DAY = Duration.parse("P1D")


def closed_before(now: datetime) -> datetime:
    """The first instant of the day on which a case must have been closed to be kept still.

    The period (setting CASES_KEPT) is counted from the local day of closing, as the calendar
    counts it; a case is kept until that last day is over, however long months are.
    """
    kept, zone = Duration.parse(settings.CASES_KEPT), Profile.current().time_zone
    today = local_date(now, zone)
    day = kept.before(today)
    if kept.after(day) < today:  # a shorter month: today's date did not exist then
        day = ONE_DAY.after(day)
    return start_of_day(day, zone)
