"""The page of one mail in the outbox: where it is, how often it was tried, what the server said."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from dpo_office.correspondence.models import Delivery, Letter
from dpo_office.desk.case_file import CaseFile, NextStep, Section, StateLabel

TONES = {
    "queued": "works", "sending": "works", "unsure": "soon", "failed": "late", "sent": "done",
}  # fmt: skip


def file_of(request: HttpRequest, delivery: Delivery, *, persons: bool) -> CaseFile:
    """Everything on the page; the text of a mail is never shown here (it may hold a link)."""
    steps = []
    if request.user.has_perm("correspondence.change_delivery"):
        steps.append(NextStep("try_now", _("Try now"), why_not_try(delivery), icon="replay"))
        if delivery.letter_id:
            letter = reverse("admin:correspondence_letter_change", args=[delivery.letter_id])
            steps.append(NextStep("letter", _("Open the letter"), link=letter, icon="mail"))
    return CaseFile(
        title=_("Mail to %(to)s") % {"to": delivery.to} if persons and delivery.to else _("A mail"),
        subtitle=kind_of(delivery),
        reference=f"#{delivery.pk}",
        labels=[StateLabel(delivery.get_state_display(), TONES[delivery.state])],
        steps=steps,
        sections=[Section(_("On its way"), "desk/facts.html", facts_of(delivery))],
    )


def kind_of(delivery: Delivery) -> str:
    """What sort of mail it is, in a word or two."""
    if delivery.letter_id:
        return str(delivery.letter.version.template)
    return _("Sign-in mail") if delivery.secret else _("Automatic mail")


def why_not_try(delivery: Delivery) -> str:
    """Why it can't be sent anew now; empty when it can."""
    if delivery.state == Delivery.State.SENT:
        return _("It was sent.")
    if delivery.state == Delivery.State.SENDING:
        return _("A worker is sending it.")
    if delivery.letter and delivery.letter.status == Letter.Status.DISCARDED:
        return _("Its letter was given up.")
    if delivery.state == Delivery.State.FAILED and not (delivery.letter_id or delivery.body):
        return _("Its text is erased; ask for a new link.")
    return ""


def facts_of(delivery: Delivery) -> list[tuple[str, Any]]:
    """Names and values, in the order of reading; empty ones are left out."""
    facts = [
        (_("State"), delivery.get_state_display()),
        (_("In the outbox since"), delivery.created_at),
        (_("Next try"), delivery.next_try_at),
        (_("Taken by a worker"), delivery.claimed_at),
        (_("Finished"), delivery.finished_at),
        (_("Server's answer"), delivery.answer),
        (_("What went wrong"), delivery.last_error),
        (_("Tries"), delivery.attempts),
        (_("Possible repeats"), delivery.repeats),
        ("Message-ID", delivery.message_id),
    ]
    return [(name, value) for name, value in facts if value not in ("", None)]
