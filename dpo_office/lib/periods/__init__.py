"""Periods of time: Regulation 1182/71 and the GDPR, pure functions of an instant.

    dsr_base = rule("dsr_base", on=local_date(received_at, "Europe/Tallinn"))
    due(dsr_base, received_at, country="EE", tz="Europe/Tallinn").on

Instants are aware; days are local to the controller's establishment. What cannot be counted
raises PeriodError, a ValueError with a sentence for the user. See docs/deadlines.md.
"""

from dpo_office.lib.periods.deadlines import AS_WRITTEN, Due, as_written, due
from dpo_office.lib.periods.durations import Duration, Unit, add_months, years_before
from dpo_office.lib.periods.errors import PeriodError
from dpo_office.lib.periods.local_time import (
    end_of_day,
    local_date,
    local_time,
    start_of_day,
    time_zone,
)
from dpo_office.lib.periods.pauses import Pause
from dpo_office.lib.periods.rules import Event, Mark, Rule, all_rules, rule
from dpo_office.lib.periods.trace import Kind, Step, in_words
from dpo_office.lib.periods.working_days import (
    COUNTRIES,
    HOLIDAYS_VERSION,
    add_working_days,
    first_working_day,
    is_working_day,
    known_country,
    next_working_day,
    public_holiday,
)

__all__ = [
    "AS_WRITTEN",
    "COUNTRIES",
    "HOLIDAYS_VERSION",
    "Due",
    "Duration",
    "Event",
    "Kind",
    "Mark",
    "Pause",
    "PeriodError",
    "Rule",
    "Step",
    "Unit",
    "add_months",
    "add_working_days",
    "all_rules",
    "as_written",
    "due",
    "end_of_day",
    "first_working_day",
    "in_words",
    "is_working_day",
    "known_country",
    "local_date",
    "local_time",
    "next_working_day",
    "public_holiday",
    "rule",
    "start_of_day",
    "time_zone",
    "years_before",
]
