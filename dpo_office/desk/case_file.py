"""What a case file shows, as plain values: admin classes fill them, templates draw them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django import forms
from django.db import models


@dataclass(frozen=True)
class StateLabel:
    """A state in a word: `tone` is late, soon, done, works or rest."""

    text: str
    tone: str = "rest"


@dataclass(frozen=True)
class Person:
    """Somebody of the office, as initials with the name behind them."""

    name: str
    initials: str
    is_viewer: bool = False


@dataclass(frozen=True)
class NextStep:
    """A step of the case: a button, a form behind a button, a link, or a reason why not yet."""

    name: str
    label: str
    why_not: str = ""
    note: str = ""
    form: forms.Form | None = None
    link: str = ""
    icon: str = "arrow_forward"
    primary: bool = False
    seldom: bool = False


@dataclass(frozen=True)
class StepDoor:
    """How a step is taken: its form if it needs words, and the service it calls.

    `take(record, by, cleaned_data)` returns a sentence that tells what was done.
    """

    take: Callable[[Any, models.Model, dict[str, Any]], str]
    form: type[forms.Form] | None = None


@dataclass(frozen=True)
class TimelineEntry:
    """One thing that happened; `tone` as in StateLabel."""

    at: datetime
    text: str
    tone: str = "rest"
    who: str = ""


@dataclass(frozen=True)
class Section:
    """A card of the file: its title, its template, and what the template reads."""

    title: str
    template: str
    content: Any = None
    note: str = ""
    label: StateLabel | None = None


@dataclass(frozen=True)
class CaseFile:
    """Everything that one page of a case shows, in reading order."""

    title: str
    subtitle: str
    reference: str
    labels: Sequence[StateLabel] = ()
    handler: Person | None = None
    clocks: Any = None
    steps: Sequence[NextStep] = ()
    sections: Sequence[Section] = ()
    side: Sequence[Section] = ()
    timeline: Sequence[TimelineEntry] = field(default=())

    @property
    def possible(self) -> list[NextStep]:
        return [step for step in self.steps if not step.why_not and not step.seldom]

    @property
    def seldom(self) -> list[NextStep]:
        """Possible steps that hardly any case needs; they lie folded."""
        return [step for step in self.steps if not step.why_not and step.seldom]

    @property
    def seldom_is_open(self) -> bool:
        """Whether what was typed into one of them was refused."""
        return any(step.form and step.form.errors for step in self.seldom)

    @property
    def blocked(self) -> list[NextStep]:
        return [step for step in self.steps if step.why_not]
