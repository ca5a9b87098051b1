"""The case file of a request: who wants what, by when, what next (look, screen 2)."""

from datetime import datetime

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from dpo_office.accountability.admin.evidence_card import evidence_card
from dpo_office.accountability.admin.matters_card import matters_card
from dpo_office.correspondence.models import Letter
from dpo_office.desk.case_file import CaseFile, NextStep, Person, Section, StateLabel, TimelineEntry
from dpo_office.desk.clock_bars import ClockBar, axis
from dpo_office.evidence.admin.files_card import files_card
from dpo_office.evidence.models import Event
from dpo_office.lib.periods import Step as TraceStep
from dpo_office.organisation.models import Profile, User
from dpo_office.worklist.models import Clock, Task
from requests_app.admin.case_cards import (
    decisions_card,
    rights_card,
    state_label,
    words_card,
)
from requests_app.admin.decision_forms import form_of
from requests_app.admin.identity_cards import identity_card, mandate_card
from requests_app.admin.part_cards import parts_card
from requests_app.admin.right_cards import RELATED
from requests_app.admin.steps import ICONS, STEPS
from requests_app.admin.team_cards import colleagues_card, handover_card, merged_card, notes_card
from requests_app.admin.thread_card import thread_card
from requests_app.models import Exercise, RequestPart, SubjectRequest
from requests_app.services.steps import Step, steps_of

NOISE = ("clock.started",)  # kept in the trail, and said by the clocks themselves
RULES = {
    "our_promise": _("7 days"),
    "dsr_base": _("1 month, Art. 12(3)"),
    "refusal_notice": _("1 month, never extended, Art. 12(4)"),
}


def file_of(
    request: HttpRequest, case: SubjectRequest, typed: dict[str, forms.Form], *, persons: bool
) -> CaseFile:
    """Everything on the page of one case; without `persons` nobody is named."""
    now, zone = timezone.now(), Profile.current().zone
    clocks = list(
        Clock.objects.filter(
            about_type=ContentType.objects.get_for_model(case.parts.model),
            about_id__in=case.parts.values("pk"),
        ).prefetch_related("pauses")
    )
    who = case.subject.name if persons and not case.redacted_at else _("A person")
    parts = list(case.parts.select_related("customer").prefetch_related("instructions__files"))
    own = [part for part in parts if part.customer_id is None]
    theirs = [part for part in parts if part.customer_id and part.status != part.Status.REMOVED]
    ours = {part.pk for part in own}
    exercises = list(
        Exercise.objects.filter(part__in=parts)
        .select_related("part", "decided_by", "advised_by", "done_by", "restriction")
        .prefetch_related(*RELATED)
    )
    rights = list(dict.fromkeys(e.get_right_display() for e in exercises))
    letters = _letters(case, parts)
    return CaseFile(
        title=_("%(who)s asks for %(rights)s")
        % {"who": who, "rights": get_text_list(rights, _("and"))},
        subtitle=_subtitle(case, persons=persons),
        reference=case.reference,
        labels=[*_labels(case, clocks, now), *_restricted(exercises)],
        handler=_handler(case, request.user),
        clocks=axis([_bar(clock) for clock in clocks if clock.about_id in ours], now, zone),
        steps=_next_steps(case, typed, request.user, now),
        sections=[
            *(handover_card(case, request.user, now) if persons else []),
            rights_card(own, exercises),
            *parts_card(
                case,
                theirs,
                [clock for clock in clocks if clock.about_id not in ours],
                request.user,
                now,
                lambda step: _own_step(step, typed, request.user),
                persons=persons,
            ),
            *(decisions_card(exercises) if persons else []),
            thread_card(case, letters, request.user, persons=persons),
            *(colleagues_card(case, request.user) if persons else []),
            *([words_card(case, now)] if persons and case.words else []),
        ],
        side=[
            Section(
                _("Tasks"), "desk/case_tasks.html", Task.objects.about(case).select_related("owner")
            ),
            *merged_card(case),
            *(notes_card(case, request.user, typed) if persons else []),
            identity_card(case, now, persons=persons),
            *mandate_card(case, now, persons=persons),
            files_card(case, persons=persons),
            *matters_card(request, case),
            *evidence_card(request, case),
        ],
        timeline=_timeline([case, *parts, *exercises, *letters]),
    )


def _subtitle(case: SubjectRequest, *, persons: bool) -> str:
    parts = [
        case.subject.get_tie_display(),
        _("came by %(channel)s") % {"channel": case.get_channel_display()},
    ]
    if persons and case.former_reference:
        parts.append(_("was %(reference)s") % {"reference": case.former_reference})
    return " · ".join(map(str, parts))


def _labels(case: SubjectRequest, clocks: list[Clock], now: datetime) -> list[StateLabel]:
    labels = [state_label(case)]
    if case.imported_at:
        labels.append(StateLabel(_("imported"), "rest"))
    if any(clock.stopped_at is None and clock.due_at <= now for clock in clocks):
        labels.insert(0, StateLabel(_("late"), "late"))
    running = [clock for clock in clocks if clock.stopped_at is None]
    if any(pause.answered_at is None for clock in running for pause in clock.pauses.all()):
        labels.append(StateLabel(_("waits for their answer"), "soon"))
    return labels


def _restricted(exercises: list[Exercise]) -> list[StateLabel]:
    """Data that may only be stored is said at the top (Art. 18)."""
    found = [getattr(exercise, "restriction", None) for exercise in exercises]
    in_force = [one for one in found if one and one.lifted_at is None]
    return [StateLabel(_("data restricted"), "works")] if in_force else []


def _handler(case: SubjectRequest, viewer: User) -> Person | None:
    handler = case.handler
    return handler and Person(str(handler), handler.initials, is_viewer=handler == viewer)


def _bar(clock: Clock) -> ClockBar:
    note = RULES.get(clock.rule_id, clock.rule_id)
    return ClockBar(
        label=clock.in_words,
        note=_("%(note)s, extended") % {"note": note} if clock.is_extended else note,
        started_at=clock.started_at,
        due_at=clock.due_at,
        stopped_at=clock.stopped_at,
        paused_due_at=clock.paused_due_at,
        pauses=[(pause.asked_at, pause.answered_at) for pause in clock.pauses.all()],
        trace=[str(TraceStep.from_json(step)) for step in clock.trace],
        paused_trace=[str(TraceStep.from_json(step)) for step in clock.paused_trace],
    )


def _next_steps(
    case: SubjectRequest, typed: dict[str, forms.Form], user: User, now: datetime
) -> list[NextStep]:
    """Those that the user may take; "edit_answer" is a link, its own page asks for the right."""
    steps = [step for step in steps_of(case, now) if _may(user, step)]
    first = next((step for step in steps if not (step.why_not or step.seldom)), None)
    return [_next_step(step, typed, primary=step is first) for step in steps]


def _own_step(step: Step, typed: dict[str, forms.Form], user: User) -> NextStep | None:
    """A step beside what it is about; None where the user may not take it."""
    return _next_step(step, typed, primary=False) if _may(user, step) else None


def _letters(case: SubjectRequest, parts: list[RequestPart]) -> list[Letter]:
    """Those to the person and those to customers, newest first."""
    kinds = ContentType.objects.get_for_models(SubjectRequest, RequestPart)
    to_person = Q(about_type=kinds[SubjectRequest], about_id=case.pk)
    to_customers = Q(about_type=kinds[RequestPart], about_id__in=[part.pk for part in parts])
    found = Letter.objects.filter(to_person | to_customers)
    return list(found.select_related("version__template", "about_type"))


def _may(user: User, step: Step) -> bool:
    kind = step.name.split("-")[0]
    return user.has_perm(f"requests_app.{kind if kind in STEPS else 'change'}_subjectrequest")


def _next_step(step: Step, typed: dict[str, forms.Form], *, primary: bool) -> NextStep:
    kind = step.name.split("-")[0]
    form = form_of(step.right) if step.right else STEPS[kind].form if kind in STEPS else None
    return NextStep(
        name=step.name,
        label=step.label,
        why_not=step.why_not,
        note=step.note,
        form=typed.get(step.name)
        or (form(prefix=step.name, initial=step.initial) if form else None),
        link=reverse("admin:correspondence_letter_change", args=[step.letter])
        if step.letter
        else "",
        icon=ICONS[kind],
        primary=primary,
        seldom=step.seldom,
    )


def _timeline(records: list[models.Model]) -> list[TimelineEntry]:
    """Newest first, from the trail of the case and of all that belongs to it."""
    events = Event.objects.about_any(*records).exclude(kind__in=NOISE)
    return [
        TimelineEntry(
            at=event.happened_at or event.at,
            text=event.in_words(),
            tone="done" if event.kind.endswith((".sent", ".answered", ".closed")) else "rest",
            who=event.actor.initials if event.actor else _("the office"),
        )
        for event in events.in_order().select_related("actor")[:60]
    ]
