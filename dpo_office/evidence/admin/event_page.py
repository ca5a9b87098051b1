"""The page of one event: what happened, what was kept about it, and what seals it."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from dpo_office.desk.case_file import CaseFile, NextStep, Section, StateLabel
from dpo_office.evidence.admin.about import open_subject
from dpo_office.evidence.admin.trail_list import name_subjects
from dpo_office.evidence.models import Event, Seal


def who(event: Event) -> str:
    """Who did it; the office itself when nobody did."""
    return event.actor.initials if event.actor else _("the office")


def file_of(request: HttpRequest, event: Event, *, persons: bool) -> CaseFile:
    """Everything on the page; without `persons` the values kept are not shown."""
    name_subjects([event], viewer=request.user)
    seal, about = Seal.objects.over(event), event.subject
    state = StateLabel(_("signed"), "done") if seal else StateLabel(_("waits to be signed"), "soon")
    return CaseFile(
        title=event.in_words(),
        subtitle=about.title if about else "",
        reference=f"#{event.pk}",
        labels=[state],
        steps=[*_open_seal(seal), *open_subject(about)],
        sections=[
            Section(_("What happened"), "desk/facts.html", list(_facts(event))),
            Section(_("Values kept"), "desk/facts.html", list(_values(event, persons=persons))),
        ],
        side=[Section(_("Proof"), "desk/facts.html", list(_proof(event, seal)))],
    )


def _open_seal(seal: Seal | None) -> list[NextStep]:
    if seal is None:
        return []
    link = reverse("admin:evidence_seal_change", args=[seal.pk])
    return [NextStep("seal", _("Open the signature"), link=link, icon="verified")]


def _facts(event: Event) -> Iterator[tuple[str, Any]]:
    yield _("Recorded"), event.at
    if event.happened_at:
        yield _("Happened"), event.happened_at
    yield _("Who"), who(event)
    yield _("Kind"), event.kind
    yield from event.facts.items()


def _values(event: Event, *, persons: bool) -> Iterator[tuple[str, str]]:
    """What may be personal: in clear for who may see persons, as long as it was not erased."""
    for detail in event.details.order_by("name"):
        if detail.value is None:
            yield detail.name, _("erased; the proof stays")
        else:
            yield detail.name, detail.value if persons else _("kept, not shown to you")


def _proof(event: Event, seal: Seal | None) -> Iterator[tuple[str, Any]]:
    if seal:
        yield _("Signature"), seal.number
        yield _("Signed"), seal.sealed_at
    yield _("Transaction"), event.xid
    yield _("Database"), event.lineage
    for name, commitment in sorted(event.commitments.items()):
        yield _("Commitment to %(name)s") % {"name": name}, commitment
