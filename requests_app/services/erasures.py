"""Erasure, item by item: erased, or kept with its exemption (GDPR Art. 17(1), (3))."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dpo_office.evidence.models import record
from dpo_office.lib.plain_text import checked_line, checked_lines
from dpo_office.organisation.models import User
from requests_app.models import ErasureItem, Exercise
from requests_app.services.acting import hold, insist, why_answered

Fate, Status = ErasureItem.Fate, Exercise.Status
LONGEST_NAME = 200
LONGEST = 20_000


@transaction.atomic
def keep(
    exercise: Exercise,
    *,
    what: str,
    exemption: str,
    why: str,
    by: User,
    now: datetime | None = None,
) -> ErasureItem:
    """Record one item that is not erased, on which exemption and why it applies to it."""
    hold(exercise.part.request)
    insist(why_not_keep(exercise))
    what = checked_line(what, field=_("What"), longest=LONGEST_NAME)
    why = checked_lines(why, field=_("Why it applies"), longest=LONGEST)
    if not what or not why or exemption not in ErasureItem.EXEMPTIONS:
        insist(_("Say what is kept, on which exemption of Art. 17(3), and why it applies."))
    item = exercise.items.create(what=what, fate=Fate.KEPT, exemption=exemption, why=why)
    facts = {"item": item.pk, "exemption": str(exemption)}
    values = {"what": what, "why": why}
    record("erasure.item_kept", exercise, by=by, facts=facts, values=values, happened_at=now)
    return item


def why_not_keep(exercise: Exercise) -> str:
    """Why no item can be added, in words; empty when it can."""
    if why := why_answered(exercise.part.request):
        return why
    if exercise.right != Exercise.Right.ERASURE:
        return _("Only an erasure has items that are kept.")
    return "" if exercise.status == Status.OPEN else _("It is decided already.")


def write_erased(exercise: Exercise, items: Sequence[str]) -> None:
    """What was erased, an item each, in place of what was said before."""
    exercise.items.filter(fate=Fate.ERASED).delete()
    for what in items:
        what = checked_line(what, field=_("Erased"), longest=LONGEST_NAME)
        exercise.items.create(what=what, fate=Fate.ERASED)


def why_not_end(exercise: Exercise, outcome: str, erased: Sequence[str]) -> str:
    """Why outcome and items do not agree, in words; empty when they do."""
    kept = exercise.items.filter(fate=Fate.KEPT).exists()
    if outcome == Status.GRANTED and kept:
        return _("An item is kept: it is granted in part.")
    if outcome != Status.REFUSED and not erased:
        return _("Name what was erased, one item a line.")
    if outcome == Status.PARTLY and not kept:
        return _("Add what is kept, each with its exemption (Art. 17(3)).")
    if outcome == Status.REFUSED and erased:
        return _("Something was erased: it is granted in part.")
    return ""
