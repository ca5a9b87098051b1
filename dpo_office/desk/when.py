"""Dates twice: relative for feeling, absolute for proof; weekday always, 24-hour times."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def absolute_day(day: date, today: date, *, with_year: bool = False) -> str:
    """ "Thu 26 Nov"; with the year if it is not this one, or if asked (deadlines)."""
    form = "D j M Y" if with_year or day.year != today.year else "D j M"
    return date_format(day, form)


def absolute(moment: datetime, now: datetime, zone: ZoneInfo) -> str:
    """ "today 14:20" or "Fri 20 Nov 10:05" in the office's zone."""
    local, today = moment.astimezone(zone), now.astimezone(zone).date()
    day = _("today") if local.date() == today else absolute_day(local.date(), today)
    return f"{day} {local:%H:%M}"


def last_day(due_at: datetime, zone: ZoneInfo) -> date:
    """The last day of a period that is over at `due_at`: midnight belongs to the day before."""
    return (due_at - timedelta(microseconds=1)).astimezone(zone).date()


def time_left(due_at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """ "in 3 days", "today", "2 days late", "in 2 h 40 min"; whole local days beyond one."""
    if now >= due_at:
        return _late(due_at, now, zone)
    days = (last_day(due_at, zone) - now.astimezone(zone).date()).days
    if days == 1:
        return _("tomorrow")
    if days > 1:
        return ngettext("in %(n)d day", "in %(n)d days", days) % {"n": days}
    if due_at.astimezone(zone).time().isoformat() == "00:00:00":
        return _("today")
    minutes = int((due_at - now).total_seconds() // 60)
    return _("in %(h)d h %(m)d min") % {"h": minutes // 60, "m": minutes % 60}


def days_left(due_at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """For a clock's own bar: "3 days left", "last day", "2 days late"."""
    if now >= due_at:
        return _late(due_at, now, zone)
    days = (last_day(due_at, zone) - now.astimezone(zone).date()).days
    if not days:
        return _("last day")
    return ngettext("%(n)d day left", "%(n)d days left", days) % {"n": days}


def _late(due_at: datetime, now: datetime, zone: ZoneInfo) -> str:
    days = (now.astimezone(zone).date() - last_day(due_at, zone)).days
    if days < 1:
        return _("late since %(time)s") % {"time": f"{due_at.astimezone(zone):%H:%M}"}
    return ngettext("%(n)d day late", "%(n)d days late", days) % {"n": days}


def met(stopped_at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """For a clock that was stopped in time: "met Fri 20 Nov"."""
    local, today = stopped_at.astimezone(zone).date(), now.astimezone(zone).date()
    return _("met %(day)s") % {"day": absolute_day(local, today)}
