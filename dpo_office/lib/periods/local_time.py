"""From instants to local days and back: the law counts days where the controller is."""

from datetime import UTC, date, datetime, time, timedelta
from importlib.resources import files
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dpo_office.lib.periods.errors import AbsurdDate, NaiveTime, NotATime, UnknownTimeZone

# Outside of these somebody mistyped, and the tables of public holidays end.
FIRST, LAST = date(2000, 1, 1), date(2099, 12, 31)


def time_zone(tz: str) -> ZoneInfo:
    """The IANA zone of that name. Raises UnknownTimeZone."""
    try:
        return ZoneInfo(tz)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:  # OSError: "Europe", a folder
        raise UnknownTimeZone(tz=tz) from error


def zone_of_country(country: str) -> str:
    """The name of the zone most people of a country live in (first in the IANA's zone.tab)."""
    table = files("tzdata.zoneinfo").joinpath("zone.tab").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return next((row[2] for row in rows if row[0] == country), "")


def read_time(text: str) -> datetime:
    """The time that ISO 8601 or RFC 3339 text gives. Raises NotATime."""
    try:
        return datetime.fromisoformat(text)
    except (TypeError, ValueError) as error:
        raise NotATime(given=text) from error


def plausible(day: date) -> date:
    """The day itself. Raises AbsurdDate when it is before 2000 or after 2099."""
    if not FIRST <= day <= LAST:
        raise AbsurdDate(day=day.isoformat(), first=FIRST, last=LAST)
    return day


def local_time(at: datetime, tz: str) -> datetime:
    """The aware instant `at` as clocks in `tz` show it. Raises NaiveTime, AbsurdDate."""
    if at.utcoffset() is None:
        raise NaiveTime(at=at.isoformat())
    plausible(at.date())
    return at.astimezone(time_zone(tz))


def local_date(at: datetime, tz: str) -> date:
    """The local day of the aware instant `at`: never its date in UTC."""
    return local_time(at, tz).date()


def start_of_day(day: date, tz: str) -> datetime:
    """The first instant of the local day, in UTC; right also where a clock change skips it."""
    return datetime.combine(day, time.min, time_zone(tz)).astimezone(UTC)


def end_of_day(day: date, tz: str) -> datetime:
    """Local 24:00, in UTC: the first instant at which the day is over."""
    return start_of_day(day + timedelta(days=1), tz)
