"""The page of figures: is our promise kept, how long it took, why not (A2)."""

import calendar
import csv
import io
from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dpo_office.desk.rows import Figure
from dpo_office.desk.today import Week, chart
from dpo_office.organisation.models import Profile
from requests_app.models import Exercise, SubjectRequest
from requests_app.services.figures import MOST_LATE, Figures, Kept, Period, figures, late_of

FORMULA = ("=", "+", "-", "@", "\t", "\r")
Table = list[list[Any]]


class PeriodForm(forms.Form):
    """Which days; both are of the period."""

    first = forms.DateField(
        label=gettext_lazy("From"), widget=forms.DateInput(attrs={"type": "date"})
    )
    last = forms.DateField(label=gettext_lazy("To"), widget=forms.DateInput(attrs={"type": "date"}))

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("first") and data.get("last") and data["last"] < data["first"]:
            raise forms.ValidationError(_("The last day is before the first."))
        return data


def quarter_of(day: date) -> Period:
    month = (day.month - 1) // 3 * 3 + 1
    last = calendar.monthrange(day.year, month + 2)[1]
    return Period(date(day.year, month, 1), date(day.year, month + 2, last))


def year_of(day: date) -> Period:
    return Period(date(day.year, 1, 1), date(day.year, 12, 31))


def choices(today: date) -> list[tuple[str, Period]]:
    """The periods that are a click away."""
    this = quarter_of(today)
    before = quarter_of(date.fromordinal(this.first.toordinal() - 1))
    return [
        (_("this quarter"), this),
        (_("last quarter"), before),
        (_("this year"), year_of(today)),
        (_("last year"), year_of(date(today.year - 1, 1, 1))),
    ]


def page(request: HttpRequest) -> dict[str, Any]:
    """What the page shows for the days asked for; this quarter when none, or none that can be."""
    now = timezone.now()
    today = timezone.localdate(now, Profile.current().zone)
    form = PeriodForm(request.GET) if request.GET else None
    ready = list(choices(today))
    period = Period(**form.cleaned_data) if form and form.is_valid() else ready[0][1]
    found = figures(period, now)
    late = list(late_of(period, now).select_related("handler")[: MOST_LATE + 1])
    query = f"?first={period.first}&last={period.last}"
    may = request.user.has_perm("requests_app.view_subjectrequest")
    return {
        "form": form or PeriodForm(initial={"first": period.first, "last": period.last}),
        "choices": [
            (name, f"?first={one.first}&last={one.last}", one == period) for name, one in ready
        ],
        "period": _in_words(period),
        "tiles": tiles(found),
        "chart": chart([_week(month, kept) for month, kept in found.months]),
        "found": found,
        "rights": _rights(found),
        "outcomes": outcomes_shown(found),
        "lists": _lists(found),
        "late": [_late(case, linked=may) for case in late[:MOST_LATE]],
        "more_late": len(late) > MOST_LATE,
        "export": reverse("admin:requests_app_subjectrequest_figures_table") + query,
    }


def tiles(found: Figures) -> list[Figure]:
    """The five that are read first."""
    return [
        Figure(found.received, _("received"), _ended(found)),
        _share(found.promise, _("within one week")),
        _share(found.deadline, _("within the legal deadline")),
        Figure(found.median_days, _("days, half of the answers"), _("pauses are not subtracted")),
        Figure(found.slow_days, _("days, 95 of 100 answers")),
    ]


def _ended(found: Figures) -> str:
    return _("%(n)d ended without answer") % {"n": found.ended} if found.ended else ""


def _share(kept: Kept, label: str) -> Figure:
    """ "33 of 34", and how many are still open; red where something was late."""
    late, open_ = kept.late + kept.open_late, kept.open_in_time + kept.open_late
    number = f"{kept.in_time} / {kept.answered}" if kept.answered else None
    note = _("%(n)d open, %(late)d of them late") % {"n": open_, "late": kept.open_late}
    return Figure(number, label, note if open_ else "", tone="late" if late else "")


def _week(month: date, kept: Kept) -> Week:
    label = date_format(month, "M Y")
    return Week(label, kept.in_time + kept.open_in_time, kept.late, kept.open_late)


def _rights(found: Figures) -> list[tuple[str, list[int | str]]]:
    rows = []
    for right, outcomes in found.rights:
        cells = [outcomes.get(str(status), 0) for status in outcomes_shown(found)]
        rows.append((right, [*cells, sum(outcomes.values())]))
    return rows


def _lists(found: Figures) -> list[tuple[str, list[tuple[str, int]]]]:
    asked = [
        (_("Extended by two months"), found.extensions),
        (_("Asked who they are"), found.identity_asked),
    ]
    return [
        (_("Steps between"), asked),
        (_("Identity shown by"), found.proofs),
        (_("Refused on the ground of"), found.grounds),
        (_("Late because"), found.causes),
        (_("Came by"), found.channels),
    ]


def outcomes_shown(found: Figures) -> list[Exercise.Status]:
    """The outcomes that occurred, in the order of the law."""
    there = {status for _right, outcomes in found.rights for status in outcomes}
    return [status for status in Exercise.Status if str(status) in there]


def _late(case: SubjectRequest, *, linked: bool) -> dict[str, Any]:
    link = reverse("admin:requests_app_subjectrequest_change", args=[case.pk]) if linked else ""
    return {
        "case": case,
        "link": link,
        "cause": case.get_late_cause_display() if case.late_cause else "",
    }


def _in_words(period: Period) -> str:
    days = {"first": date_format(period.first, "j M Y"), "last": date_format(period.last, "j M Y")}
    return _("received %(first)s to %(last)s") % days


def table(period: Period) -> tuple[list[str], Table]:
    """The same as rows: what, of which kind, how many. Heads first."""
    now = timezone.now()
    found = figures(period, now)
    return [_("Figure"), _("Of"), _("Number")], list(_rows(found))


def _rows(found: Figures) -> Iterator[list[Any]]:
    yield [_("received"), "", found.received]
    yield [_("ended without answer"), "", found.ended]
    for name, kept in ((_("our promise"), found.promise), (_("legal deadline"), found.deadline)):
        yield [name, _("answered in time"), kept.in_time]
        yield [name, _("answered late"), kept.late]
        yield [name, _("open"), kept.open_in_time]
        yield [name, _("open and late"), kept.open_late]
    yield [_("days from receipt to answer"), _("median"), found.median_days]
    yield [_("days from receipt to answer"), _("95th percentile"), found.slow_days]
    yield [_("extended"), "", found.extensions]
    yield [_("asked who they are"), "", found.identity_asked]
    for right, outcomes in found.rights:
        for status in outcomes_shown(found):
            if n := outcomes.get(str(status)):
                yield [_("right: %(right)s") % {"right": right}, str(status.label), n]
    for name, rows in (
        (_("identity shown"), found.proofs),
        (_("ground of a refusal"), found.grounds),
        (_("came by"), found.channels),
        (_("late because"), found.causes),
    ):
        for of, n in rows:
            yield [name, of or _("not said"), n]


def as_csv(head: list[str], rows: Table) -> bytes:
    """For a spreadsheet; what begins like a formula stays text (A5)."""
    text = io.StringIO()
    writer = csv.writer(text)
    for row in [head, *rows]:
        writer.writerow([f"'{c}" if str(c).startswith(FORMULA) else c for c in row])
    return "\ufeff".encode() + text.getvalue().encode()
