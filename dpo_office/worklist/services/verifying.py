"""Asking every invariant of the office, and telling what does not hold (security bar, 3)."""

from dataclasses import dataclass

import structlog
from django.db import transaction
from django.utils.translation import gettext as _

from dpo_office.lib import doors
from dpo_office.lib.door_shapes import Invariant
from dpo_office.worklist.services import findings, people

log = structlog.get_logger()
LONGEST = 300  # characters of a finding's text


@dataclass(frozen=True)
class Verdict:
    """What one invariant answered: a line for each record that breaks it, by reference."""

    identifier: str
    sentence: str
    broken: tuple[str, ...]

    @property
    def holds(self) -> bool:
        return not self.broken


def verify() -> list[Verdict]:
    """Ask them all, each apart: one that cannot be asked counts as broken and stops no other."""
    return [Verdict(one.identifier, str(one.sentence), _asked(one)) for one in doors.invariants]


def tell(verdicts: list[Verdict]) -> None:
    """A finding for each that does not hold, once however often it is seen; resolved once it does."""
    for verdict in verdicts:
        check = f"invariant.{verdict.identifier}"
        if verdict.holds:
            findings.holds_again(check, about=None)
            continue
        text = _("Does not hold: %(sentence)s Broken by %(count)d, first: %(first)s") % {
            "sentence": verdict.sentence,
            "count": len(verdict.broken),
            "first": verdict.broken[0],
        }
        findings.raise_finding(
            check,
            about=None,
            owner=None,
            due_on=people.today(),
            text=text[:LONGEST],
            failure=True,
        )


def _asked(one: Invariant) -> tuple[str, ...]:
    try:
        with transaction.atomic():
            return tuple(one.broken())
    except Exception as failure:  # noqa: BLE001  # whatever failed, the others are asked
        log.error("invariant_not_asked", invariant=one.identifier, failure=type(failure).__name__)
        return (_("It could not be checked: %(kind)s.") % {"kind": type(failure).__name__},)
