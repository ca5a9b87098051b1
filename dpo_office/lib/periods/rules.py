"""The rules that ship with the office (`lib/rules.toml`), in versions.

Nobody edits them in the admin. A case keeps the version that was in force when it began.
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from dpo_office.lib.periods.durations import Duration, Unit
from dpo_office.lib.periods.errors import (
    NotExtendable,
    RuleFileBroken,
    RuleNotInForce,
    UnknownRule,
)

RULES_FILE = Path(__file__).parents[1] / "rules.toml"


class Mark(StrEnum):
    """How far a rule may be shown as law."""

    SURE = "sure"  # the text of the law sets this length
    DERIVED = "derived"  # the law's length, but that it applies to us is our reading
    POLICY = "policy"  # we, or a contract, chose it


class Event(StrEnum):
    """What a period runs from."""

    RECEIVED = "received"
    AWARE = "aware"
    DETECTED = "detected"
    OBTAINED = "obtained"
    BEGUN = "begun"  # by a deed of ours or a customer's, such as passing on


@dataclass(frozen=True)
class Rule:
    """One version of a rule: how long, from what, whether its last day rolls, by which law.

    `roll`: a last day that is no working day moves to the next one; never for hours.
    `extension`: the id of the rule that takes its place once extended, also from the start.
    `valid_from`, `valid_to`: first and last local day on which a period by it can begin.
    """

    id: str
    amount: int
    unit: Unit
    roll: bool
    valid_from: date
    source: str
    title: str = ""
    valid_to: date | None = None
    mark: Mark = Mark.POLICY
    begins: Event = Event.RECEIVED
    extension: str = ""
    pausable: bool = False

    def __post_init__(self) -> None:
        Duration(self.amount, Unit(self.unit))  # refuses a length that cannot be
        _must(self.id, not self.valid_to or self.valid_from <= self.valid_to, "it ends too early")
        _must(self.id, not (self.in_hours and (self.roll or self.pausable)), "hours run on")

    @property
    def duration(self) -> Duration:
        return Duration(self.amount, Unit(self.unit))

    @property
    def in_hours(self) -> bool:
        return self.unit == Unit.HOURS

    @property
    def is_law(self) -> bool:
        """May be shown as law without "our reading" or "our choice" beside it."""
        return self.mark == Mark.SURE

    def in_force(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


def rule(rule_id: str, on: date) -> Rule:
    """The version in force on the local day `on`. Raises UnknownRule, RuleNotInForce."""
    versions = [version for version in all_rules() if version.id == rule_id]
    if not versions:
        known = ", ".join(dict.fromkeys(version.id for version in all_rules()))
        raise UnknownRule(rule=rule_id, known=known)
    for version in versions:
        if version.in_force(on):
            return version
    raise RuleNotInForce(rule=rule_id, on=on)


def extension_of(short: Rule, on: date) -> Rule:
    """The rule that takes its place when extended. Raises NotExtendable."""
    if not short.extension:
        raise NotExtendable(rule=short.id)
    return rule(short.extension, on)


@lru_cache(maxsize=1)
def all_rules() -> tuple[Rule, ...]:
    """Every version of every rule that ships, in the order of the file."""
    return read_rules(RULES_FILE.read_text(encoding="utf-8"))


def read_rules(text: str) -> tuple[Rule, ...]:
    """Rules from TOML. Raises RuleFileBroken for a file that cannot be right."""
    rules = tuple(_read(entry) for entry in tomllib.loads(text)["rule"])
    ids = {version.id for version in rules}
    for one in rules:
        _must(one.id, not one.extension or one.extension in ids, "its extension is missing")
    for one, other in pairwise(sorted(rules, key=lambda r: (r.id, r.valid_from))):
        apart = one.id != other.id or (one.valid_to and one.valid_to < other.valid_from)
        _must(one.id, apart, "two versions are in force on one day")
    return rules


def _read(entry: dict[str, Any]) -> Rule:
    """Each rule of the file says its title and mark: what is law is stated, never assumed."""
    name = str(entry.get("id"))
    try:
        kinds = {
            "title": entry["title"],
            "unit": Unit(entry["unit"]),
            "mark": Mark(entry["mark"]),
            "begins": Event(entry.get("begins", Event.RECEIVED)),
        }
        return Rule(**entry | kinds)
    except RuleFileBroken:
        raise
    except KeyError as error:
        raise RuleFileBroken(rule=name, why=f"{error.args[0]} is missing") from error
    except (TypeError, ValueError) as error:
        raise RuleFileBroken(rule=name, why=error) from error


def _must(rule_id: str, holds: object, why: str) -> None:
    if not holds:
        raise RuleFileBroken(rule=rule_id, why=why)
