"""Small pieces of a page: a figure, a row of work under way, nothing, and what failed.

Zero is a measured zero; None is "not known" and is drawn as a dash (look, principle 6).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

QUIET_FOR = timedelta(seconds=10)  # nothing spins for ever: then it says since when


@dataclass(frozen=True)
class Figure:
    """A number with its name. `number` may be words ("33 of 34"); `tone` as in StateLabel."""

    number: int | str | None
    label: str
    note: str = ""
    tone: str = ""

    @property
    def known(self) -> bool:
        return self.number is not None


class Progress(StrEnum):
    """How far a piece of work is."""

    WAITS = "rest"
    RUNS = "works"
    DONE = "done"
    FAILED = "late"


@dataclass(frozen=True)
class ProgressRow:
    """One piece of work: `at` is when it began, ended or failed last. `found` None: not known.

    `done` of `total` while it runs; without total only the number is told. A failure says why,
    when the next try is and whom it delays.
    """

    name: str
    progress: Progress
    place: str = ""
    found: int | None = None
    at: datetime | None = None
    done: int = 0
    total: int | None = None
    tries: int = 0
    why: str = ""
    next_try_at: datetime | None = None
    delays: str = ""
    counted: bool = True  # whether it finds something that can be counted

    @property
    def percent(self) -> int:
        return 100 * self.done // self.total if self.total else 0

    @property
    def words(self) -> str:
        """What it does: "not begun", "runs, 68 %", "done", "failed, 3 tries"."""
        if self.progress is Progress.WAITS:
            return _("not begun")
        if self.progress is Progress.DONE:
            return _("done")
        if self.progress is Progress.FAILED:
            tries = ngettext("failed, %(n)s try", "failed, %(n)s tries", self.tries or 1)
            return tries % {"n": self.tries or 1}
        if self.total is None:
            return _("runs, %(n)s so far") % {"n": intcomma(self.done)}
        return _("runs, %(n)s %%") % {"n": self.percent}

    def is_slow(self, now: datetime) -> bool:
        """Whether it has run for so long that it says since when."""
        return bool(self.progress is Progress.RUNS and self.at and now - self.at > QUIET_FOR)


@dataclass(frozen=True)
class EmptyState:
    """Says what it means that nothing is here, and offers the first step."""

    text: str
    step: str = ""
    link: str = ""


@dataclass(frozen=True)
class ErrorState:
    """What failed, since when, whom it delays, when the next try is, and one button."""

    what: str
    since: datetime
    delays: str = ""
    next_try_at: datetime | None = None
    step: str = ""
    link: str = ""
