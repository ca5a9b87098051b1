"""A step of a case, as pages offer it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """A step of the case: possible when `why_not` is empty; `right` is the one it decides."""

    name: str
    label: str
    why_not: str = ""
    note: str = ""
    letter: int | None = None
    seldom: bool = False
    right: str = ""
