"""A step of a case, as pages offer it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Step:
    """A step of the case: possible when `why_not` is empty.

    `right` is the one that it decides, `initial` what its form begins with.
    """

    name: str
    label: str
    why_not: str = ""
    note: str = ""
    letter: int | None = None
    seldom: bool = False
    right: str = ""
    initial: Mapping[str, Any] | None = None
