"""Look and sign: the lines that are signed, their digest, who asked, until when."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dpo_office.desk.case_file import CaseFile, NextStep, Section, StateLabel, TimelineEntry
from dpo_office.evidence.admin.about import open_subject, subject_of
from dpo_office.evidence.models import Approval, Event
from dpo_office.evidence.services.signers import why_not_sign

TONES = {"waiting": "soon", "broken": "late", "refused": "late", "lapsed": "rest"}


class SignForm(forms.Form):
    """`seen` is the digest that the page showed."""

    read = forms.BooleanField(label=gettext_lazy("I have read what stands here and sign it."))
    seen = forms.CharField(label="", widget=forms.HiddenInput)


class ReasonForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Why"), widget=forms.Textarea(attrs={"rows": 3}))


def file_of(request: HttpRequest, approval: Approval, typed: dict[str, forms.Form]) -> CaseFile:
    """Everything on the page of one approval."""
    about = subject_of(request, approval)
    return CaseFile(
        title=approval.purpose_in_words,
        subtitle=about.reference if about else "",
        reference=str(approval),
        labels=[
            StateLabel(approval.get_status_display(), TONES.get(approval.status, "done")),
            *(
                [StateLabel(_("signed by one person alone"), "late")]
                if approval.glass_broken
                else []
            ),
        ],
        steps=[*_steps(request, approval, typed), *open_subject(about)],
        sections=[
            Section(_("What is signed"), "desk/case_words.html", approval.summary),
            Section(_("Signature"), "desk/facts.html", _facts(approval)),
        ],
        timeline=_timeline(approval),
    )


def _steps(
    request: HttpRequest, approval: Approval, typed: dict[str, forms.Form]
) -> list[NextStep]:
    if not request.user.has_perm("evidence.sign_approval"):
        return []
    why_not = why_not_sign(approval, request.user, timezone.now())
    sign = typed.get("sign") or SignForm(prefix="sign", initial={"seen": approval.digest})
    steps = [
        NextStep("sign", _("Sign"), why_not, form=sign, icon="signature", primary=True),
        NextStep("refuse", _("Refuse"), why_not, form=_reason("refuse", typed), icon="block"),
    ]
    alive = approval.status == Approval.Status.WAITING and approval.expires_at > timezone.now()
    if alive and why_not:
        note = _("Only when it cannot wait. Another person reviews it by the next working day.")
        form = _reason("break_glass", typed)
        step = NextStep("break_glass", _("Break the glass: sign alone"), form=form, note=note,
                        icon="emergency")  # fmt: skip
        steps.append(step)
    return steps


def _reason(name: str, typed: dict[str, forms.Form]) -> forms.Form:
    return typed.get(name) or ReasonForm(prefix=name)


def _facts(approval: Approval) -> list[tuple[str, Any]]:
    facts = [
        (_("Asked by"), str(approval.asked_by)),
        (_("Asked"), approval.asked_at),
        (_("Asked of"), approval.asked_of and str(approval.asked_of)),
        (_("Can be signed and used until"), approval.expires_at),
        (_("Signed by"), approval.signed_by and str(approval.signed_by)),
        (_("Signed"), approval.signed_at),
        (_("Used"), approval.spent_at),
        (_("Digest of all that is signed"), approval.digest),
    ]
    return [(name, value) for name, value in facts if value]


def _timeline(approval: Approval) -> list[TimelineEntry]:
    events = Event.objects.about_any(approval).in_order().select_related("actor")
    return [
        TimelineEntry(
            at=event.happened_at or event.at,
            text=event.in_words(),
            tone="done" if event.kind in ("approval.signed", "approval.spent") else "rest",
            who=event.actor.initials if event.actor else _("the office"),
        )
        for event in events[:60]
    ]
