"""One row of work as one line of a mail: reference, what, day; never a person."""

from collections.abc import Iterable, Sequence

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from dpo_office.organisation.models import User
from dpo_office.worklist.models import Clock, Finding, Task

Row = Clock | Task | Finding
LONGEST = 30  # lines of one section; more nobody reads in a mail


def line_of(row: Row, reader: User) -> str:
    """ "SR-2026-0138, Our promise, Thu 26 Nov 2026"; clocks carry their `subject` by then."""
    match row:
        case Clock():
            reference, what = row.subject.reference, row.in_words
        case _:
            reference, what = row.reference, str(row)
    parts = [reference, what, date_format(row.due_on, "D j M Y")]
    if row.owner_id is None:
        parts.append(_("nobody's"))
    elif row.owner_id != reader.pk:
        parts.append(_("as stand-in"))
    return ", ".join(part for part in parts if part)


def section(title: str, rows: Sequence[Row], reader: User) -> str:
    """The title with its number and the lines below it; empty without rows."""
    return listed(title, [line_of(row, reader) for row in rows[:LONGEST]], total=len(rows))


def listed(title: str, lines: Sequence[str], total: int | None = None) -> str:
    """The title with the number of lines, and the first of them; empty without any."""
    total = len(lines) if total is None else total
    if not total:
        return ""
    shown = [f"- {line}" for line in lines[:LONGEST]]
    if (more := total - LONGEST) > 0:
        shown.append(_("- and %(count)d more") % {"count": more})
    return "\n".join([f"{title} ({total})", *shown])


def text_of(sections: Iterable[str]) -> str:
    return "\n\n".join(part for part in sections if part)


def office_address() -> str:
    """Where the office opens; the reader signs in there."""
    return settings.SITE_URL + reverse("admin:index")
