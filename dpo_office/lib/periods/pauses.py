"""Pauses while we wait for proof of identity or a clarification: house policy.

The law lets the period stand still (EDPB Guidelines 01/2022 section 5.3) but gives no formula.
Ours: the local days between asking and receiving are added to the nominal end, before it rolls.
"""

from collections.abc import Iterable
from datetime import date, datetime

from dpo_office.lib.periods.errors import PauseBackwards
from dpo_office.lib.periods.local_time import local_date

Pause = tuple[datetime, datetime]  # asked, received: aware instants
Span = tuple[date, date]  # the same as local days


def spans_of(pauses: Iterable[Pause], tz: str) -> list[Span]:
    """The pauses as local days in order; those that meet are one, so no day counts twice."""
    joined: list[Span] = []
    for since, until in sorted(_span(pause, tz) for pause in pauses):
        if joined and since <= joined[-1][1]:
            since, until = joined[-1][0], max(until, joined.pop()[1])
        joined.append((since, until))
    return joined


def _span(pause: Pause, tz: str) -> Span:
    asked, received = pause
    since, until = local_date(asked, tz), local_date(received, tz)
    if received < asked:
        raise PauseBackwards(since=since, until=until)
    return since, until
