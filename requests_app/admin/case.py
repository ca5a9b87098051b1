"""The case file of a request: who wants what, by when, what next (look, screen 2)."""

from datetime import datetime

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from dpo_office.correspondence.models import Letter
from dpo_office.desk.case_file import CaseFile, NextStep, Section, StateLabel, TimelineEntry
from dpo_office.desk.clock_bars import ClockBar, axis
from dpo_office.evidence.admin.files_card import files_card
from dpo_office.evidence.models import Event
from dpo_office.lib.periods import Step as TraceStep
from dpo_office.organisation.models import Profile, User
from dpo_office.worklist.models import Clock, Task
from requests_app.admin.steps import ICONS, STEPS
from requests_app.models import Exercise, SubjectRequest
from requests_app.services.steps import Step, steps_of

TONES = {"granted": "done", "partly": "soon", "refused": "soon", "nothing_held": "done"}
LETTER_TONES = {"sent": "done", "queued": "works", "unsure": "soon", "failed": "late"}
RULES = {"our_promise": _("7 days"), "dsr_base": _("1 month, Art. 12(3)")}


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
    exercises = list(Exercise.objects.filter(part__request=case).select_related("part__customer"))
    rights = ", ".join(e.get_right_display() for e in exercises)
    letters = list(Letter.objects.about(case).select_related("version__template"))
    return CaseFile(
        title=_("%(who)s asks for %(rights)s") % {"who": who, "rights": rights},
        subtitle=_subtitle(case, persons),
        reference=case.reference,
        labels=_labels(case, clocks, now),
        clocks=axis([_bar(clock) for clock in clocks], now, zone),
        steps=_next_steps(case, typed, request.user, now),
        sections=[
            Section(_("What is asked"), "desk/case_rights.html", _rights(exercises)),
            Section(_("Letters"), "desk/case_letters.html", _letters(letters, persons)),
            *(
                [Section(_("In their words"), "desk/case_words.html", case.words)]
                if persons
                else []
            ),
        ],
        side=[
            files_card(case, persons=persons),
            Section(_("Tasks"), "desk/case_tasks.html", Task.objects.about(case)),
        ],
        timeline=_timeline(case, exercises, letters),
    )


def _subtitle(case: SubjectRequest, persons: bool) -> str:
    parts = [
        str(case.subject.get_tie_display()),
        _("came by %(channel)s") % {"channel": case.get_channel_display()},
    ]
    if persons and case.answer_to:
        parts.append(_("answers go to %(address)s") % {"address": case.answer_to})
    parts.append(
        _("identity: %(proof)s") % {"proof": case.get_identity_proof_display()}
        if case.identity_shown_at
        else _("identity not shown yet")
    )
    return " · ".join(parts)


def _labels(case: SubjectRequest, clocks: list[Clock], now: datetime) -> list[StateLabel]:
    done = case.status in ("answered", "closed", "ended", "redacted")
    labels = [StateLabel(case.get_status_display(), "done" if done else "works")]
    if any(clock.stopped_at is None and clock.due_at <= now for clock in clocks):
        labels.insert(0, StateLabel(_("late"), "late"))
    if case.handler:
        labels.append(StateLabel(str(case.handler)))
    return labels


def _bar(clock: Clock) -> ClockBar:
    note = RULES.get(clock.rule_id, clock.rule_id)
    return ClockBar(
        label=clock.get_kind_display(),
        note=_("%(note)s, extended") % {"note": note} if clock.is_extended else note,
        started_at=clock.started_at,
        due_at=clock.due_at,
        stopped_at=clock.stopped_at,
        paused_due_at=clock.paused_due_at,
        pauses=[(pause.asked_at, pause.answered_at) for pause in clock.pauses.all()],
        trace=[str(TraceStep.from_json(step)) for step in clock.trace],
    )


def _next_steps(
    case: SubjectRequest, typed: dict[str, forms.Form], user: User, now: datetime
) -> list[NextStep]:
    """Those that the user may take; "edit_answer" is a link, its own page asks for the right."""
    steps = [step for step in steps_of(case, now) if _may(user, step)]
    first = next((step for step in steps if not step.why_not), None)
    return [_next_step(step, typed, primary=step is first) for step in steps]


def _may(user: User, step: Step) -> bool:
    kind = step.name.split("-")[0]
    return user.has_perm(f"requests_app.{kind if kind in STEPS else 'change'}_subjectrequest")


def _next_step(step: Step, typed: dict[str, forms.Form], *, primary: bool) -> NextStep:
    kind = step.name.split("-")[0]
    form = STEPS[kind].form if kind in STEPS else None
    return NextStep(
        name=step.name,
        label=step.label,
        why_not=step.why_not,
        note=step.note,
        form=typed.get(step.name) or (form(prefix=step.name) if form else None),
        link=reverse("admin:correspondence_letter_change", args=[step.letter])
        if step.letter
        else "",
        icon=ICONS[kind],
        primary=primary,
    )


def _rights(exercises: list[Exercise]) -> list[tuple[Exercise, StateLabel]]:
    return [(e, StateLabel(e.get_status_display(), TONES.get(e.status, "rest"))) for e in exercises]


def _letters(letters: list[Letter], persons: bool) -> list[dict]:
    return [
        {
            "letter": letter,
            "name": letter.version.template.name,
            "label": StateLabel(
                letter.get_status_display(), LETTER_TONES.get(letter.status, "rest")
            ),
            "link": reverse("admin:correspondence_letter_change", args=[letter.pk])
            if persons
            else "",
        }
        for letter in letters
    ]


def _timeline(
    case: SubjectRequest, exercises: list[Exercise], letters: list[Letter]
) -> list[TimelineEntry]:
    """Newest first, from the trail of the case and of all that belongs to it."""
    events = Event.objects.about_any(case, *case.parts.all(), *exercises, *letters)
    return [
        TimelineEntry(
            at=event.happened_at or event.at,
            text=event.in_words(),
            tone="done" if event.kind.endswith((".sent", ".answered", ".closed")) else "rest",
            who=event.actor.initials if event.actor else _("the office"),
        )
        for event in events.in_order().select_related("actor")[:60]
    ]
