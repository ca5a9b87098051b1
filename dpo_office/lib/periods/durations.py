"""How long: an amount of one unit, also as ISO 8601 writes it (P7D, P8W, P1M, P1Y, PT72H)."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Self, TypeVar

from django.utils.translation import ngettext

from dpo_office.lib.periods.errors import BadDuration

MOST = 3660  # of any unit; beyond it somebody mistyped

ISO_8601 = re.compile(
    r"P(?:(?P<years>\d{1,4})Y)?(?:(?P<months>\d{1,4})M)?(?:(?P<weeks>\d{1,4})W)?"
    r"(?:(?P<days>\d{1,4})D)?(?:T(?P<hours>\d{1,4})H)?",
    re.ASCII,
)

Day = TypeVar("Day", bound=date)  # a date, or a datetime that keeps its wall time


class Unit(StrEnum):
    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working_days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"


ISO_FORMS = {
    Unit.HOURS: "PT{}H",
    Unit.DAYS: "P{}D",
    Unit.WEEKS: "P{}W",
    Unit.MONTHS: "P{}M",
    Unit.YEARS: "P{}Y",
}


@dataclass(frozen=True)
class Duration:
    """`amount` whole units, at least one. Raises BadDuration."""

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.unit not in list(Unit) or not 1 <= self.amount <= MOST:
            raise BadDuration(given=f"{self.amount} {self.unit}", most=MOST)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ISO 8601. Years and months add up; other mixtures have no one way to count."""
        match = ISO_8601.fullmatch(text)
        parts = {unit: int(n) for unit, n in (match.groupdict() if match else {}).items() if n}
        if parts.keys() == {"years", "months"}:
            parts = {"months": 12 * parts["years"] + parts["months"]}
        if len(parts) != 1:
            raise BadDuration(given=text, most=MOST)
        ((unit, amount),) = parts.items()
        return cls(amount, Unit(unit))

    @property
    def iso(self) -> str:
        """ISO 8601; raises BadDuration for working days, for which it has no form."""
        if self.unit not in ISO_FORMS:
            raise BadDuration(given=f"{self.amount} {self.unit}", most=MOST)
        return ISO_FORMS[self.unit].format(self.amount)

    def after(self, day: Day) -> Day:
        """The day that many days, weeks, months or years later (Reg. 1182/71 Art. 3(2))."""
        return self._shift(day, self.amount)

    def before(self, day: Day) -> Day:
        """The day that much earlier, for periods of retention."""
        return self._shift(day, -self.amount)

    def _shift(self, day: Day, amount: int) -> Day:
        match self.unit:
            case Unit.DAYS:
                return day + timedelta(days=amount)
            case Unit.WEEKS:
                return day + timedelta(weeks=amount)
            case Unit.MONTHS:
                return add_months(day, amount)
            case Unit.YEARS:
                return add_months(day, 12 * amount)
        raise BadDuration(given=f"{self.amount} {self.unit}", most=MOST)

    def __str__(self) -> str:
        return length_in_words(self.amount, self.unit)


def add_months(day: Day, months: int) -> Day:
    """The same day `months` later (or earlier), or the last one of a shorter month.

    Reg. 1182/71 Art. 3(2)(c). The clamp does not stick: 28 Feb + 1 month = 28 Mar.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = monthrange(year, month + 1)[1]
    return day.replace(year=year, month=month + 1, day=min(day.day, last))


def years_before(day: Day, years: int) -> Day:
    """The same day (and wall time) that many years ago, for periods of retention."""
    return add_months(day, -12 * years)


def length_in_words(amount: int, unit: Unit) -> str:
    """ "1 month", "72 hours", "0 days", in the active language."""
    words = {
        Unit.HOURS: ngettext("%d hour", "%d hours", amount),
        Unit.DAYS: ngettext("%d day", "%d days", amount),
        Unit.WORKING_DAYS: ngettext("%d working day", "%d working days", amount),
        Unit.WEEKS: ngettext("%d week", "%d weeks", amount),
        Unit.MONTHS: ngettext("%d month", "%d months", amount),
        Unit.YEARS: ngettext("%d year", "%d years", amount),
    }
    return words[unit] % amount
