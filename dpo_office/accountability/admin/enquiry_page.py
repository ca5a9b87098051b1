"""The page of one enquiry: what was asked, by when, what was said."""

from collections.abc import Iterator

from django import forms as django_forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from dpo_office.accountability.admin import enquiry_forms as forms
from dpo_office.accountability.admin import pieces
from dpo_office.accountability.models import AnswerUse, Enquiry
from dpo_office.accountability.services import answering, passing
from dpo_office.accountability.services.redaction import records_of
from dpo_office.correspondence.models import Letter
from dpo_office.desk.case_file import CaseFile, NextStep, Section, StateLabel
from dpo_office.evidence.admin.files_card import files_card
from dpo_office.lib import doors

Typed = dict[str, django_forms.Form]
TONES = {"answered": "done", "passed": "done", "ended": "done", "redacted": "done"}


def state_label(enquiry: Enquiry) -> StateLabel:
    return StateLabel(enquiry.get_status_display(), TONES.get(enquiry.status, "works"))


def file_of(request: HttpRequest, enquiry: Enquiry, typed: Typed, *, persons: bool) -> CaseFile:
    """Everything on the page; without `persons` neither name, address nor words."""
    user = request.user
    clocks, bars = pieces.clocks_of(enquiry, _("5 working days"))
    who = (enquiry.asker if persons else "") or _("Somebody")
    title = _("%(who)s asks: %(kind)s") % {"who": who, "kind": enquiry.get_kind_display()}
    return CaseFile(
        title=title,
        subtitle=_subtitle(enquiry, persons),
        reference=enquiry.reference,
        labels=[*pieces.late_label(clocks), state_label(enquiry)],
        handler=pieces.person(enquiry.owner, user),
        clocks=bars,
        steps=_allowed(request, _steps(enquiry, typed)),
        sections=[
            *(_words(enquiry) if persons else []),
            pieces.letters_card(enquiry, linked=user.has_perm("correspondence.view_letter")),
        ],
        side=[*pieces.tasks_card(enquiry), *_used(enquiry), files_card(enquiry, persons=persons)],
        timeline=pieces.timeline(records_of(enquiry)),
    )


def _subtitle(enquiry: Enquiry, persons: bool) -> str:
    parts = [_("came by %(channel)s") % {"channel": enquiry.get_channel_display()}]
    parts += [str(enquiry.customer)] if enquiry.customer else []
    parts += [enquiry.address] if persons and enquiry.address else []
    return " · ".join(map(str, parts))


def _words(enquiry: Enquiry) -> list[Section]:
    cards = [Section(_("What they ask"), "desk/case_words.html", enquiry.words)]
    if enquiry.said:
        cards.append(Section(_("What we said"), "desk/case_words.html", enquiry.said))
    return cards


def _used(enquiry: Enquiry) -> list[Section]:
    uses = AnswerUse.objects.filter(enquiry=enquiry).select_related("version__answer")
    facts = [(use.version.answer.title, f"v{use.version.number}") for use in uses]
    return [Section(_("From the library"), "desk/facts.html", facts)] if facts else []


def _allowed(request: HttpRequest, steps: Iterator[NextStep]) -> list[NextStep]:
    def may(step: NextStep) -> bool:
        if step.name == "edit":
            return request.user.has_perm("correspondence.change_letter")
        kind = "view" if step.link else step.name.split("-")[0]
        return request.user.has_perm(f"accountability.{kind}_enquiry")

    return [step for step in steps if may(step)]


def _steps(enquiry: Enquiry, typed: Typed) -> Iterator[NextStep]:
    if enquiry.status == Enquiry.Status.PASSED and enquiry.became:
        name = enquiry.became_type
        url = reverse(f"admin:{name.app_label}_{name.model}_change", args=[enquiry.became_id])
        label = _("Open %(case)s") % {"case": enquiry.became}
        yield NextStep("case", label, link=url, icon="folder_open", primary=True)
    if enquiry.redacted_at or enquiry.status == Enquiry.Status.PASSED:
        return
    if enquiry.closed_at:
        yield _step("open_again", _("Open it again"), forms.ReasonForm, typed, icon="undo")
    else:
        yield from _answering(enquiry, typed)
    yield from _opening(enquiry, typed)
    yield _step("keep", _("Keep an answer"), forms.KeepForm, typed, icon="bookmark", seldom=True)


def _answering(enquiry: Enquiry, typed: Typed) -> Iterator[NextStep]:
    draft = Letter.objects.about(enquiry).drafts().first()
    why = answering.why_not_draft(enquiry)
    if draft:
        url = reverse("admin:correspondence_letter_change", args=[draft.pk])
        yield NextStep("edit", _("Read and send the letter"), link=url, icon="send", primary=True)
    else:
        label = _("Answer by letter")
        yield _step(
            "answer", label, forms.AnswerForm, typed, why, icon="edit_note", primary=not why
        )
    label = _("Answered in chat") if enquiry.channel == "chat" else _("Answered by word")
    yield _step(
        "mark_answered",
        label,
        forms.AnswerForm,
        typed,
        icon="chat",
        primary=bool(why and not draft),
    )
    initial = {"asker": enquiry.asker, "address": enquiry.address}
    yield _step(
        "asker", _("Who asks"), forms.AskerForm, typed, icon="badge", seldom=True, initial=initial
    )
    yield _step("hand_over", _("Hand over"), forms.HandOverForm, typed, icon="group", seldom=True)
    yield _step("end", _("End without answer"), forms.ReasonForm, typed, icon="block", seldom=True)


def _opening(enquiry: Enquiry, typed: Typed) -> Iterator[NextStep]:
    why = passing.why_not_pass_on(enquiry)
    for opening in doors.case_openings:
        name = f"pass_on-{opening.identifier}"
        yield _step(name, str(opening.label), forms.OpeningForm, typed, why, icon="move_up")


def _step(
    name: str,
    label: str,
    form: type[django_forms.Form],
    typed: Typed,
    why_not: str = "",
    *,
    initial: dict[str, str] | None = None,
    **look: object,
) -> NextStep:
    filled = typed.get(name) or form(prefix=name, initial=initial)
    return NextStep(name, label, why_not, form=filled, **look)
