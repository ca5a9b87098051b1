"""The page of one letter: the draft to edit, or what was said and what became of it."""

from typing import Any

from django import forms
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from dpo_office.correspondence.admin.delivery_page import TONES, facts_of, why_not_try
from dpo_office.correspondence.models import Delivery, Letter
from dpo_office.correspondence.services import letters
from dpo_office.desk.case_file import CaseFile, NextStep, Section, StateLabel, TimelineEntry
from dpo_office.evidence.models import Event
from dpo_office.lib import doors
from dpo_office.lib.door_shapes import ClockSubject

HAND = {Letter.Channel.POST: gettext_lazy("Posted"), Letter.Channel.CHAT: gettext_lazy("Pasted")}


class LetterForm(forms.Form):
    """The draft; `revision` is the one that the page showed, `send` the other button."""

    subject = forms.CharField(
        label=gettext_lazy("Subject"),
        max_length=200,
        help_text=gettext_lazy("The reference only: many eyes read subjects."),
        widget=UnfoldAdminTextInputWidget,
    )
    body = forms.CharField(
        label=gettext_lazy("Text"), widget=UnfoldAdminTextareaWidget(attrs={"rows": 22})
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)
    send = forms.BooleanField(required=False, widget=forms.HiddenInput)


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why"), widget=UnfoldAdminTextareaWidget(attrs={"rows": 2})
    )


class WayForm(forms.Form):
    channel = forms.ChoiceField(
        label=gettext_lazy("By"),
        choices=[(way.value, way.label) for way in (Letter.Channel.POST, Letter.Channel.CHAT)],
    )
    to = forms.CharField(
        label=gettext_lazy("To"),
        help_text=gettext_lazy("The postal address, or which chat."),
        max_length=1000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
    )


class HandedOverForm(forms.Form):
    on = forms.DateField(
        label=gettext_lazy("On which day"),
        help_text=gettext_lazy("Empty: just now."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


def file_of(
    request: HttpRequest, letter: Letter, typed: dict[str, forms.Form], *, persons: bool
) -> CaseFile:
    """Everything on the page; without `persons` neither name, address nor text."""
    user, about = request.user, _about(letter, request)
    kind, may_change = letter.version.template.name, user.has_perm("correspondence.change_letter")
    to = letter.to_name or letter.to
    return CaseFile(
        title=_("%(kind)s, to %(to)s") % {"kind": kind, "to": to} if persons and to else kind,
        subtitle=_subtitle(letter, persons),
        reference=about.reference if about else str(letter.about or ""),
        labels=_labels(letter),
        steps=_steps(letter, typed, about) if may_change else [],
        sections=_sections(letter, typed, user, may_edit=may_change) if persons else [],
        side=_proof(letter),
        timeline=timeline_of(letter),
    )


def _proof(letter: Letter) -> list[Section]:
    """What proves that it left: the server's answer, or who posted or pasted it."""
    if hasattr(letter, "delivery"):
        return [Section(_("On its way"), "desk/facts.html", facts_of(letter.delivery))]
    if letter.channel == Letter.Channel.MAIL or not letter.frozen_at:
        return []
    sent = Event.objects.about_any(letter).filter(kind="letter.sent").select_related("actor")
    told = sent.first()
    facts = [
        (_("By"), letter.get_channel_display()),
        (_("Text fixed"), letter.frozen_at),
        (str(HAND[Letter.Channel(letter.channel)]), letter.sent_at),
        (_("Recorded by"), told and told.actor),
        (_("Recorded"), told and told.at),
    ]
    shown = [(name, value) for name, value in facts if value]
    return [Section(_("By hand"), "desk/facts.html", shown)]


def _about(letter: Letter, request: HttpRequest) -> ClockSubject | None:
    kind = letter.about_type
    handler = doors.clock_handlers.get(f"{kind.app_label}.{kind.model}")
    if handler is None:
        return None
    return handler.describe([letter.about_id], viewer=request.user).get(letter.about_id)


def _subtitle(letter: Letter, persons: bool) -> str:
    parts = [letter.get_channel_display(), letter.version.get_language_display()]
    parts.append(_("version %(n)s of the text") % {"n": letter.version.number})
    if persons and letter.to_name and letter.channel == Letter.Channel.MAIL:
        parts.append(letter.to)
    return " · ".join(map(str, parts))


def _labels(letter: Letter) -> list[StateLabel]:
    labels = [StateLabel(letter.get_status_display(), TONES.get(letter.status, "rest"))]
    if letter.editable and letter.version.warning:
        labels.append(StateLabel(letter.version.warning, "soon"))
    return labels


def _sections(
    letter: Letter, typed: dict[str, forms.Form], user: Any, *, may_edit: bool
) -> list[Section]:
    sections = []
    if letter.editable and may_edit:
        form = _form(letter, typed.get("edit"))
        if form.is_bound and form["revision"].value() != letter.revision:
            now = Section(_("What it says now"), "correspondence/letter_text.html", letter)
            sections.append(now)
            form.data = {**form.data.dict(), "edit-revision": letter.revision}
        content = {
            "form": form,
            "why_not": letters.why_not_send(letter),
            "may_send": user.has_perm("correspondence.send_letter"),
        }
        sections.append(Section(_("Draft"), "correspondence/letter_form.html", content))
    else:
        sections.append(Section(_("Text"), "correspondence/letter_text.html", letter))
    if letter.difference:
        sections.append(
            Section(
                _("Changed against the template"),
                "correspondence/difference.html",
                [(line[:1], line[1:]) for line in letter.difference.splitlines()],
            )
        )
    return sections


def _form(letter: Letter, typed: forms.Form | None) -> forms.Form:
    saved = {"subject": letter.subject, "body": letter.body, "revision": letter.revision}
    return typed or LetterForm(initial=saved, prefix="edit")


def _steps(
    letter: Letter, typed: dict[str, forms.Form], about: ClockSubject | None
) -> list[NextStep]:
    steps = []
    if letter.status == Letter.Status.QUEUED and letter.channel in HAND:
        form = typed.get("handed_over") or HandedOverForm(prefix="handed_over")
        steps.append(NextStep("handed_over", str(HAND[Letter.Channel(letter.channel)]), form=form))
    if hasattr(letter, "delivery") and letter.delivery.state != Delivery.State.SENT:
        why = why_not_try(letter.delivery)
        steps.append(NextStep("try_now", _("Try now"), why, icon="replay"))
    if not letter.redacted_at:
        pdf = reverse("admin:correspondence_letter_pdf", args=[letter.pk])
        steps.append(NextStep("pdf", _("See it as PDF"), link=pdf, icon="picture_as_pdf"))
    if letter.editable:
        way = typed.get("send_by") or WayForm(prefix="send_by")
        label = _("Send it by post or chat instead")
        steps.append(NextStep("send_by", label, form=way, icon="local_post_office"))
        form = typed.get("discard") or ReasonForm(prefix="discard")
        steps.append(NextStep("discard", _("Give it up"), form=form, icon="delete"))
    if about:
        case = _("Open %(reference)s") % {"reference": about.reference}
        steps.append(NextStep("case", case, link=about.url, icon="folder_open"))
    return steps


def timeline_of(record: models.Model) -> list[TimelineEntry]:
    """What the trail tells of a letter, or of a template; newest first."""
    events = Event.objects.about_any(record).in_order().select_related("actor")
    return [
        TimelineEntry(
            at=event.happened_at or event.at,
            text=event.in_words(),
            tone="done" if event.kind == "letter.sent" else "rest",
            who=event.actor.initials if event.actor else _("the office"),
        )
        for event in events[:60]
    ]
