"""What a right asks to be recorded with its decision, beside outcome, ground and reasons."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dpo_office.lib.plain_text import checked_lines
from dpo_office.organisation.models import User
from requests_app.models import Exercise

Right, Status = Exercise.Right, Exercise.Status
DECIDED = (Status.GRANTED, Status.PARTLY, Status.REFUSED)
DATED = (Right.INFORMED, Right.OBJECTION, Right.NO_AUTOMATED_DECISION)
LONGEST = 20_000  # characters of each
# What Art. 15(1) has us tell beside the copy; transfers and decisions by machine where there are.
OF_ACCESS = ("purposes", "categories", "recipients", "kept_for", "source")
# The words of each right, by the names under which `Exercise.particulars` keeps them.
WORDS: Mapping[str, tuple[str, ...]] = {
    Right.INFORMED: ("notice",),
    Right.ACCESS: (*OF_ACCESS, "transfers", "automated"),
    Right.OBJECTION: ("interest", "balance"),
    Right.NO_AUTOMATED_DECISION: ("finding",),
}


@dataclass(frozen=True)
class Particulars:
    """Of one decision; what belongs to another right is not kept.

    `words` are by the names of WORDS, `erased` what was erased, an item each. `done_on`
    is a date in the office's zone: when the notice was sent, marketing stopped, a human looked.
    `until` is the day until which a restriction is planned.
    """

    basis: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    erased: tuple[str, ...] = ()
    done_on: date | None = None
    done_by: User | None = None
    until: date | None = None

    def as_changes(self, right: str, outcome: str) -> dict[str, Any]:
        """The fields of the exercise. Raises ValidationError for words that can't be kept."""
        if outcome not in DECIDED:
            return BLANK
        named = {name: self.words.get(name, "") for name in WORDS.get(right, ())}
        return {
            "basis": self.basis,
            "particulars": {
                name: checked_lines(text, field=name, longest=LONGEST)
                for name, text in named.items()
                if text.strip()
            },
            "done_on": self.done_on if right in DATED else None,
            "done_by": self.done_by if right == Right.NO_AUTOMATED_DECISION else None,
        }


BLANK: dict[str, Any] = {"basis": "", "particulars": {}, "done_on": None, "done_by": None}
