"""When a period is over, and why: the GDPR's periods by Regulation 1182/71."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from dpo_office.lib.periods import counting
from dpo_office.lib.periods.errors import NotPausable
from dpo_office.lib.periods.local_time import end_of_day, local_time, plausible
from dpo_office.lib.periods.pauses import Pause, Span, spans_of
from dpo_office.lib.periods.rules import Rule, extension_of
from dpo_office.lib.periods.trace import Kind, Step, in_words
from dpo_office.lib.periods.working_days import HOLIDAYS_VERSION, known_country

AS_WRITTEN = "as_written"  # stands for a rule where the day itself was given


@dataclass(frozen=True)
class Due:
    """When a period is over, and all that one needs to say why.

    `on`: the last local day. `at`: the UTC instant when it is over, local 24:00 of that day or
    the end of the last hour. `nominal`: the local day before it rolled, pauses included.
    """

    on: date
    at: datetime
    nominal: date
    trace: tuple[Step, ...]
    rule_id: str
    rule_version: date
    country: str
    tz: str
    holidays_version: str

    @property
    def words(self) -> str:
        """The trace on one line, in the active language."""
        return in_words(self.trace)


def due(
    rule: Rule,
    started_at: datetime,
    *,
    country: str,
    tz: str,
    pauses: Iterable[Pause] = (),
    extended: bool = False,
) -> Due:
    """When the period of `rule` that runs from the aware instant `started_at` is over.

    `country` is where the controller is established, `tz` its IANA zone; the person's do not
    matter. An extension counts from the start as well, never from the first end. Raises
    PeriodError, a ValueError with a sentence for the user.
    """
    known_country(country)
    start = local_time(started_at, tz)
    applied = extension_of(rule, start.date()) if extended else rule
    spans = spans_of(pauses, tz)
    if spans and not applied.pausable:
        raise NotPausable(rule=applied.id)
    if applied.in_hours:
        nominal, trace = _in_hours(applied, start)
    else:
        nominal, trace = _in_days(applied, start, spans, country)
    last = trace[-1]
    return Due(
        on=plausible(last.day),
        at=last.at.astimezone(UTC) if last.at else end_of_day(last.day, tz),
        nominal=nominal,
        trace=trace,
        rule_id=applied.id,
        rule_version=applied.valid_from,
        country=country,
        tz=tz,
        holidays_version=HOLIDAYS_VERSION,
    )


def as_written(on: date, started_at: datetime, *, country: str, tz: str) -> Due:
    """A last day that somebody else set, such as an authority: it is kept as it was written.

    Nothing is counted and nothing rolls. Raises PeriodError for a day that cannot be.
    """
    known_country(country)
    start = local_time(started_at, tz)
    day = plausible(on)
    return Due(
        on=day,
        at=end_of_day(day, tz),
        nominal=day,
        trace=(Step(Kind.RECEIVED, start.date()), Step(Kind.WRITTEN, day)),
        rule_id=AS_WRITTEN,
        rule_version=start.date(),
        country=country,
        tz=tz,
        holidays_version=HOLIDAYS_VERSION,
    )


Way = tuple[date, tuple[Step, ...]]  # the nominal day, and every step


def _in_hours(rule: Rule, start: datetime) -> Way:
    end = counting.hours(rule, start)
    return end.day, (counting.beginning(rule, start), end)


def _in_days(rule: Rule, start: datetime, spans: list[Span], country: str) -> Way:
    day = start.date()
    counted = counting.counted(rule, day, country)
    steps = [counted, *counting.paused(rule, day, counted.day, spans, country)]
    nominal = steps[-1].day
    ended = counting.ended(rule, day, nominal, country)
    return nominal, (counting.beginning(rule, start), *steps, *ended)
