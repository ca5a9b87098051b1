"""The card of the customers' parts: who got what, how its clock stands, what it told us (P2.1)."""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dpo_office.desk.case_file import NextStep, Section, StateLabel
from dpo_office.desk.clock_bars import ClockBar, DrawnBar, axis
from dpo_office.lib.periods import Step as TraceStep
from dpo_office.organisation.models import Profile, User
from dpo_office.worklist.models import Clock
from requests_app.models import Exercise, RequestPart, SubjectRequest
from requests_app.services import mandates, part_steps
from requests_app.services.step import Step

Status = RequestPart.Status
TONES = {
    Status.OPEN: "soon",
    Status.PASSED_ON: "works",
    Status.INSTRUCTED: "soon",
    Status.DONE: "done",
    Status.CUSTOMER_ANSWERS: "done",
}
WAITS_FOR = {
    Status.OPEN: gettext_lazy("to pass it on"),
    Status.PASSED_ON: gettext_lazy("to hear from them"),
    Status.INSTRUCTED: gettext_lazy("to do what they said"),
}
Drawn = Callable[[Step], NextStep | None]


def parts_card(
    case: SubjectRequest,
    parts: Sequence[RequestPart],
    clocks: Sequence[Clock],
    viewer: User,
    now: datetime,
    drawn: Drawn,
    *,
    persons: bool,
) -> list[Section]:
    """A block for each customer; no card while no customer is concerned.

    `drawn` makes a step the viewer's own, None where they may not take it.
    """
    if not parts:
        return []
    bars = _bars(parts, clocks, now)
    speak = mandates.why_not_speak(case, now)
    linked = viewer.has_perm("parties.view_customer")
    rows = []
    for part in parts:
        part.request = case
        steps = [drawn(step) for step in part_steps.of_part(part, now, speak=speak)]
        rows.append(_row(part, bars, [step for step in steps if step], linked, persons=persons))
    content = {"rows": rows, "axis": bars["axis"]}
    note = _("each customer sees its own part only")
    return [Section(_("Customers concerned"), "desk/case_parts.html", content, note=note)]


def _row(
    part: RequestPart, bars: dict, steps: list[NextStep], linked: bool, *, persons: bool
) -> dict:
    rights = [str(Exercise.Right(right).label) for right in part.rights]
    return {
        "part": part,
        "rights": get_text_list(rights, _("and")),
        "label": StateLabel(part.get_status_display(), TONES.get(part.status, "rest")),
        "bar": bars.get(part.pk),
        "link": reverse("admin:parties_customer_change", args=[part.customer_id]) if linked else "",
        "told": list(part.instructions.all()) if persons else [],
        "why_ended": part.why_ended if persons else "",
        "possible": [step for step in steps if not step.why_not and not step.seldom],
        "blocked": [step for step in steps if step.why_not],
        "seldom": [step for step in steps if not step.why_not and step.seldom],
    }


def _bars(parts: Sequence[RequestPart], clocks: Sequence[Clock], now: datetime) -> dict:
    """The clock that runs in each part, else its last one, all on one axis."""
    last: dict[int, Clock] = {}
    for clock in sorted(clocks, key=lambda each: (each.stopped_at is None, each.started_at)):
        last[clock.about_id] = clock
    shown = [(part, last[part.pk]) for part in parts if part.pk in last]
    drawn = axis([_bar(part, clock) for part, clock in shown], now, Profile.current().zone)
    rows: dict[int, DrawnBar] = {
        part.pk: bar for (part, _clock), bar in zip(shown, drawn.bars, strict=True)
    }
    return {**rows, "axis": drawn}


def _bar(part: RequestPart, clock: Clock) -> ClockBar:
    note = WAITS_FOR.get(part.status, _("over")) if clock.is_running else _("over")
    return ClockBar(
        label=str(clock.get_kind_display()),
        note=str(note),
        started_at=clock.started_at,
        due_at=clock.due_at,
        stopped_at=clock.stopped_at,
        trace=[str(TraceStep.from_json(step)) for step in clock.trace],
    )
