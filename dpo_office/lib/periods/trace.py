"""How a date came about, step by step, for pages to render and the trail to keep.

"received Sat 31 Jan 2026 -> 1 month later is ... -> 28 Feb is a Saturday -> ..."
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Self

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from dpo_office.lib.periods.durations import Unit, length_in_words


class Kind(StrEnum):
    """Beginnings carry the names of `rules.Event`; the words of each are in WORDS."""

    RECEIVED = "received"
    AWARE = "aware"
    DETECTED = "detected"
    OBTAINED = "obtained"
    BEGUN = "begun"
    COUNTED = "counted"
    CLAMPED = "clamped"
    PAUSED = "paused"
    SATURDAY = "saturday"
    SUNDAY = "sunday"
    HOLIDAY = "holiday"
    STAYS = "stays"
    TWO_WORKING_DAYS = "two_working_days"
    LAST_DAY = "last_day"
    LAST_INSTANT = "last_instant"
    WRITTEN = "written"


WORDS = {
    Kind.RECEIVED: _("received %(full)s"),
    Kind.AWARE: _("aware since %(full)s"),
    Kind.DETECTED: _("detected %(full)s"),
    Kind.OBTAINED: _("obtained %(full)s"),
    Kind.BEGUN: _("begun %(full)s"),
    Kind.COUNTED: _("%(length)s later is %(full)s"),
    Kind.CLAMPED: _("%(length)s later is %(full)s, the last day of a shorter month"),
    Kind.PAUSED: _("paused from %(since)s to %(until)s: by house policy %(length)s more, %(full)s"),
    Kind.SATURDAY: _("%(short)s is a Saturday"),
    Kind.SUNDAY: _("%(short)s is a Sunday"),
    Kind.HOLIDAY: _("%(short)s is a public holiday (%(name)s)"),
    Kind.STAYS: _("%(short)s is no working day, but this period never moves"),
    Kind.TWO_WORKING_DAYS: _("at least two working days: until %(full)s"),
    Kind.LAST_DAY: _("the last day is %(full)s"),
    Kind.LAST_INSTANT: _("%(length)s later, hour by hour, is %(full)s"),
    Kind.WRITTEN: _("the last day is %(full)s, as it was written to us"),
}


@dataclass(frozen=True)
class Step:
    """One step; `day` is the local day on which we stand after it.

    `at` is the local instant where hours count; `amount` and `unit` what was counted; `name` the
    public holiday; `since` and `until` the local days between which we waited.
    """

    kind: Kind
    day: date
    at: datetime | None = None
    amount: int = 0
    unit: Unit | None = None
    name: str = ""
    since: date | None = None
    until: date | None = None

    def __str__(self) -> str:
        """The step in words, in the active language."""
        return str(WORDS[self.kind]) % {
            "full": in_full(self.at or self.day),
            "short": date_format(self.day, "j M"),
            "length": length_in_words(self.amount, self.unit) if self.unit else "",
            "name": self.name,
            "since": in_full(self.since) if self.since else "",
            "until": in_full(self.until) if self.until else "",
        }

    def as_json(self) -> dict[str, str | int]:
        """What a JSON column keeps: names, numbers and ISO dates; nothing that is empty."""
        found = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in found.items()
            if value
        }

    @classmethod
    def from_json(cls, kept: dict[str, str | int]) -> Self:
        """The step again, as `as_json` gave it."""
        readers = {
            "kind": Kind,
            "unit": Unit,
            "at": datetime.fromisoformat,
            **dict.fromkeys(("day", "since", "until"), date.fromisoformat),
        }
        return cls(**{name: readers.get(name, lambda v: v)(v) for name, v in kept.items()})


def in_words(trace: Iterable[Step]) -> str:
    """The whole way on one line."""
    return " -> ".join(str(step) for step in trace)


def in_full(day: date) -> str:
    """ "Mon 2 Mar 2026", and "10:00" after it for an instant."""
    return date_format(day, "D j M Y H:i" if isinstance(day, datetime) else "D j M Y")
