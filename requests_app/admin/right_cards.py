"""What was recorded for one right, as its card shows it: words, items, recipients, restriction."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dpo_office.desk.case_file import StateLabel
from dpo_office.organisation.models import Profile
from requests_app.models import Correction, ErasureItem, Exercise, Recipient, Restriction

NAMES = {
    "notice": gettext_lazy("Notice sent"),
    "purposes": gettext_lazy("Why we process it"),
    "categories": gettext_lazy("What kinds of data"),
    "recipients": gettext_lazy("Who received it"),
    "kept_for": gettext_lazy("How long we keep it"),
    "source": gettext_lazy("Where we have it from"),
    "transfers": gettext_lazy("Outside the EEA"),
    "automated": gettext_lazy("Decisions by machine alone"),
    "interest": gettext_lazy("Whose interest stands against theirs"),
    "balance": gettext_lazy("Why it outweighs theirs"),
    "finding": gettext_lazy("What the human found"),
}
RELATED = ("corrections__task__owner", "items", "recipients")  # what one page reads at once


@dataclass(frozen=True)
class ItemLine:
    """One item of a right: what, how it stands, and a note."""

    what: str
    label: StateLabel
    note: str = ""


def words_of(exercise: Exercise) -> list[tuple[str, str, object]]:
    """Title, text and whose, of everything that was recorded in words."""
    texts: list[tuple[str, str, object]] = []
    if exercise.basis:
        texts.append((_("Case of the law"), exercise.get_basis_display(), None))
    if exercise.done_on:
        texts.append((_("Done on"), _day(exercise.done_on), exercise.done_by))
    given = exercise.particulars
    return texts + [
        (str(title), given[name], None) for name, title in NAMES.items() if name in given
    ]


def lines_of(exercise: Exercise) -> list[ItemLine]:
    """Items, recipients and the restriction."""
    restriction = getattr(exercise, "restriction", None)
    return [
        *map(_correction, exercise.corrections.all()),
        *map(_item, exercise.items.all()),
        *([_restriction(restriction)] if restriction else []),
        *map(_recipient, exercise.recipients.all()),
    ]


def _correction(item: Correction) -> ItemLine:
    label = StateLabel(_("corrected"), "done") if item.is_done else StateLabel(_("waits"), "soon")
    change = f"{item.old or '–'} → {item.new}"  # noqa: RUF001  # nothing was there
    return ItemLine(item.what, label, f"{change} · {item.task.owner}")


def _item(item: ErasureItem) -> ItemLine:
    tone = "done" if item.fate == ErasureItem.Fate.ERASED else "rest"
    note = " · ".join(filter(None, [item.get_exemption_display(), item.why]))
    return ItemLine(item.what, StateLabel(item.get_fate_display(), tone), note)


def _restriction(one: Restriction) -> ItemLine:
    since = _("since %(day)s") % {"day": _moment(one.since)}
    if one.lifted_at:
        lifted = _("lifted on %(day)s") % {"day": _moment(one.lifted_at)}
        return ItemLine(_("Restriction"), StateLabel(_("lifted"), "done"), f"{since}, {lifted}")
    until = _("planned until %(day)s") % {"day": _day(one.until)} if one.until else ""
    note = ", ".join(filter(None, [since, until]))
    return ItemLine(_("Restriction"), StateLabel(_("in force"), "works"), note)


def _recipient(one: Recipient) -> ItemLine:
    if one.told_on:
        return ItemLine(one.name, StateLabel(_("told"), "done"), _day(one.told_on))
    return ItemLine(one.name, StateLabel(_("not told"), "rest"), one.why_not)


def _moment(at: datetime) -> str:
    return _day(at.astimezone(Profile.current().zone).date())


def _day(day: date) -> str:
    return date_format(day, "D j M Y")
