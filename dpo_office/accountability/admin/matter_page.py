"""The page of one matter: who wants what by when, what came in and went out, what is held."""

from collections.abc import Iterator
from typing import Any

from django import forms as django_forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from dpo_office.accountability.admin import matter_forms as forms
from dpo_office.accountability.admin import pieces
from dpo_office.accountability.admin.evidence_card import evidence_card
from dpo_office.accountability.models import Matter, MatterPaper
from dpo_office.accountability.services import matters
from dpo_office.accountability.services.redaction import records_of
from dpo_office.correspondence.models import Letter
from dpo_office.desk.case_file import CaseFile, NextStep, Section, StateLabel
from dpo_office.evidence.admin.files_card import shown_name
from dpo_office.evidence.models import EncryptedFile
from dpo_office.worklist.models import Clock

Typed = dict[str, django_forms.Form]


def state_label(matter: Matter) -> StateLabel:
    open_ = matter.status == Matter.Status.OPEN
    return StateLabel(matter.get_status_display(), "works" if open_ else "done")


def file_of(request: HttpRequest, matter: Matter, typed: Typed, *, persons: bool) -> CaseFile:
    """Everything on the page; without `persons` neither names nor texts."""
    user = request.user
    clocks, bars = pieces.clocks_of(matter, _("as they wrote it"))
    what = matter.get_kind_display()
    papers = list(matter.papers.select_related("recorded_by"))
    return CaseFile(
        title=f"{matter.authority}: {what}" if matter.authority else what.capitalize(),
        subtitle=_subtitle(matter, persons),
        reference=matter.reference,
        labels=[*pieces.late_label(clocks), state_label(matter)],
        handler=pieces.person(matter.handler, user),
        clocks=bars,
        steps=[s for s in _steps(matter, typed, clocks) if _may(user, s)],
        sections=[
            *(_texts(matter) if persons else []),
            _papers(papers, persons=persons),
            pieces.letters_card(matter, linked=user.has_perm("correspondence.view_letter")),
        ],
        side=[
            _people(matter, persons),
            _held(request, matter),
            *pieces.tasks_card(matter),
            *evidence_card(request, matter),
        ],
        timeline=pieces.timeline(records_of(matter)),
    )


def _may(user: Any, step: NextStep) -> bool:
    kind = "change" if step.name == "edit" else step.name.split("-")[0]
    return user.has_perm(f"accountability.{kind}_matter")


def _subtitle(matter: Matter, persons: bool) -> str:
    theirs = matter.authority_reference
    parts = [_("their reference %(ref)s") % {"ref": theirs}] if theirs else []
    parts += [matter.complainant] if persons and matter.complainant else []
    return " · ".join(parts)


def _texts(matter: Matter) -> list[Section]:
    texts = [
        (_("What it is about"), matter.words, ""),
        (_("Advice"), matter.advice, str(matter.advised_by or "")),
        (_("What came of it"), matter.result, str(matter.closed_by or "")),
    ]
    return [Section(t, "desk/case_words.html", words, note=who) for t, words, who in texts if words]


def _papers(papers: list[MatterPaper], *, persons: bool) -> Section:
    """Letters that came in, with links to their files."""
    kept: dict[int, list[dict[str, str]]] = {paper.pk: [] for paper in papers}
    for file in EncryptedFile.objects.filter(
        about_type__app_label="accountability", about_type__model="matterpaper", about_id__in=kept
    ):
        link = reverse("admin:evidence_encryptedfile_change", args=[file.pk])
        kept[file.about_id].append({"name": shown_name(file, persons=persons), "link": link})
    rows = [{"paper": paper, "files": kept[paper.pk], "persons": persons} for paper in papers]
    return Section(_("Letters that came in"), "accountability/papers.html", rows)


def _people(matter: Matter, persons: bool) -> Section:
    facts = [
        (_("DPO"), matter.handler),
        (_("Decides"), matter.decision_owner or "–"),  # noqa: RUF001  # nobody yet
        (_("Outcome"), matter.get_outcome_display()),
    ]
    return Section(_("Who"), "desk/facts.html", [fact for fact in facts if fact[1]])


def _held(request: HttpRequest, matter: Matter) -> Section:
    """The linked cases; a link for those who may open them."""
    rows = []
    for link in matter.links.select_related("case_type"):
        app, name = link.case_type.app_label, link.case_type.model
        may = request.user.has_perm(f"{app}.view_{name}")
        url = reverse(f"admin:{app}_{name}_change", args=[link.case_id]) if may else ""
        rows.append({"reference": link.reference, "link": url})
    note = _("held") if matter.status == Matter.Status.OPEN and rows else ""
    return Section(_("Cases concerned"), "accountability/linked.html", rows, note=note)


def _steps(matter: Matter, typed: Typed, clocks: list[Clock]) -> Iterator[NextStep]:
    if matter.redacted_at:
        return
    if matter.closed_at:
        yield _step("open_again", _("Open it again"), forms.ReasonForm, typed, icon="undo")
        return
    yield from _writing(matter, typed)
    if any(clock.stopped_at is None for clock in clocks):
        note = _("The clock stands; their next letter may set another day.")
        yield NextStep("deadline_met", _("We answered in time"), note=note, icon="alarm_off")
    yield _step("paper", _("A letter came in"), forms.PaperForm, typed, icon="inbox")
    yield _step("deadline", _("Their deadline"), forms.DeadlineForm, typed, icon="event")
    yield _step("advise", _("Advise"), forms.AdviceForm, typed, icon="tips_and_updates")
    yield _step("link", _("Link a case"), forms.LinkForm, typed, icon="link")
    for row in matter.links.all():
        label = _("Unlink %(case)s") % {"case": row}
        yield _step(
            f"unlink-{row.pk}", label, forms.ReasonForm, typed, icon="link_off", seldom=True
        )
    yield _step("hand_over", _("Hand over"), forms.HandOverForm, typed, icon="group", seldom=True)
    why = matters.why_not_close(matter)
    yield _step("close", _("Close"), forms.CloseForm, typed, why, icon="task_alt")


def _writing(matter: Matter, typed: Typed) -> Iterator[NextStep]:
    if draft := Letter.objects.about(matter).drafts().first():
        url = reverse("admin:correspondence_letter_change", args=[draft.pk])
        yield NextStep("edit", _("Read and send the letter"), link=url, icon="send", primary=True)
        return
    initial = {"to_name": matter.authority or matter.complainant}
    label, icon = _("Write a letter"), "edit_note"
    yield _step("letter", label, forms.LetterForm, typed, icon=icon, primary=True, initial=initial)


def _step(
    name: str,
    label: str,
    form: type[django_forms.Form],
    typed: Typed,
    why_not: str = "",
    *,
    initial: dict[str, str] | None = None,
    **look: Any,
) -> NextStep:
    filled = typed.get(name) or form(prefix=name, initial=initial)
    return NextStep(name, label, why_not, form=filled, **look)
