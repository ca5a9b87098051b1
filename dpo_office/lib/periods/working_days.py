"""Working days: all but Saturdays, Sundays and public holidays (Reg. 1182/71 Art. 2).

Public holidays are those of the whole Member State where the controller is established. Regional
ones never gain time. They come from the package `holidays`; the Member States' yearly lists
(Official Journal, series C) are the authority.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache

import holidays

from dpo_office.lib.periods.errors import UnknownCountry

HOLIDAYS_VERSION = holidays.__version__
EU = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
EEA = "IS LI NO"
COUNTRIES = frozenset(f"{EU} {EEA}".split())
SATURDAY = 5
ONE_DAY = timedelta(days=1)


def known_country(country: str) -> str:
    """The ISO 3166 code itself. Raises UnknownCountry outside the EU and EEA."""
    if country not in COUNTRIES:
        raise UnknownCountry(country=country)
    return country


def public_holiday(day: date, country: str) -> str:
    """The English name of the public holiday on that day, or nothing."""
    return _public_holidays(known_country(country), day.year).get(day, "")


def is_working_day(day: date, country: str) -> bool:
    """Half-days such as an eve are working days; working Saturdays are not (Art. 2(2))."""
    return not public_holiday(day, country) and day.weekday() < SATURDAY


def next_working_day(day: date, country: str) -> date:
    """The first working day after `day`."""
    return first_working_day(day + ONE_DAY, country)


def first_working_day(day: date, country: str) -> date:
    """`day` itself if it is a working day, else the next one (Art. 3(4))."""
    while not is_working_day(day, country):
        day += ONE_DAY
    return day


def add_working_days(day: date, amount: int, country: str) -> date:
    """The last of `amount` working days; `day`, when it began, is not counted (Art. 3(1))."""
    for _ in range(amount):
        day = next_working_day(day, country)
    return day


@lru_cache(maxsize=1024)
def _public_holidays(country: str, year: int) -> Mapping[date, str]:
    """One whole year, never changed after: the package's own growing table is not thread-safe."""
    return dict(holidays.country_holidays(country, years=year, language="en_US"))
