"""How work on many records goes: how far it is, what was refused and why, what comes next."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dpo_office.desk.admin import CaseAdmin
from dpo_office.desk.case_file import CaseFile, NextStep, Section, StateLabel, StepDoor
from dpo_office.desk.rows import Progress, ProgressRow
from dpo_office.lib import doors
from dpo_office.lib.spreadsheet import MIME, stream
from dpo_office.worklist import tasks
from dpo_office.worklist.admin.bulk_page import AT_ONCE
from dpo_office.worklist.models import BulkItem, BulkRun
from dpo_office.worklist.refusals import BulkRefused
from dpo_office.worklist.services import bulk

SHOWN = 200  # rows of each kind
State = BulkItem.State


def _begin(run: BulkRun, by: Any, data: dict[str, Any]) -> str:
    bulk.begin(run, by=by, now=timezone.now())
    _work(run)
    return _("It is begun.")


def _follow(run: BulkRun, by: Any, data: dict[str, Any]) -> str:
    _work(bulk.follow(run, by=by, now=timezone.now()))
    return _("It is begun; its own row in the list of bulk work says how it goes.")


def _work(run: BulkRun) -> None:
    if bulk.work_on(run.pk, seconds=AT_ONCE):
        tasks.bulk_soon(run)


@admin.register(BulkRun)
class BulkRunAdmin(CaseAdmin):
    nothing = gettext_lazy("Nothing was done with many records at once.")
    list_display: ClassVar = ["what", "state", "by", "asked_at", "finished_at"]
    list_select_related: ClassVar = ["by"]
    sortable_by = ()
    steps: ClassVar = {"begin": StepDoor(_begin), "follow": StepDoor(_follow)}
    refusals: ClassVar = (BulkRefused,)

    def has_add_permission(self, request, obj=None) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    @admin.display(description=gettext_lazy("what"))
    def what(self, run: BulkRun) -> str:
        return title_of(run)

    @admin.display(description=gettext_lazy("state"))
    def state(self, run: BulkRun) -> str:
        return str(label_of(run).text)

    def get_urls(self):
        view = self.admin_site.admin_view(self.not_done_view)
        name = "worklist_bulkrun_not_done"
        return [path("<int:pk>/not-done/", view, name=name), *super().get_urls()]

    def not_done_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What was not done and why, as a workbook."""
        if not self.may(request, "not_done"):
            raise PermissionDenied
        if (run := self.get_object(request, str(pk))) is None:
            raise Http404
        try:
            content = not_done(run)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect(self.page_of(run))
        headers = {"Content-Disposition": f'attachment; filename="not-done-{pk}.xlsx"'}
        return StreamingHttpResponse(content, content_type=MIME, headers=headers)

    def case_file(self, request, record, typed):
        return file_of(record, may=lambda deed: self.may(request, deed))


def not_done(run: BulkRun) -> Iterator[bytes]:
    """As the deed gives it back, or each record with its reason."""
    deed = doors.bulk_deeds.get(run.kind)
    if hasattr(deed, "not_done"):
        return deed.not_done(run)
    items = run.items.filter(state=State.REFUSED)
    return stream([_("Record"), _("Why not")], ([item.name, item.why] for item in items))


def title_of(run: BulkRun) -> str:
    deed = doors.bulk_deeds.get(run.kind)
    return str(deed.title) if deed else run.kind


def label_of(run: BulkRun) -> StateLabel:
    if run.finished_at:
        return StateLabel(_("finished"), "done")
    return (
        StateLabel(_("runs"), "works") if run.begun_at else StateLabel(_("waits for you"), "soon")
    )


def file_of(run: BulkRun, *, may: Any) -> CaseFile:
    """Everything on the page of one run."""
    total, waits = run.items.count(), run.items.filter(state=State.WAITS).count()
    done = run.items.filter(state=State.DONE).count()
    refused = total - waits - done
    progress = ProgressRow(
        name=title_of(run),
        progress=Progress.DONE if run.finished_at else _progress(run),
        found=done,
        at=run.finished_at or run.begun_at,
        done=done + refused,
        total=total,
    )
    content = {"row": progress, "runs": bool(run.begun_at and not run.finished_at)}
    words = {"done": done, "refused": refused, "total": total}
    return CaseFile(
        title=title_of(run),
        subtitle=_("%(done)d of %(total)d done, %(refused)d not") % words,
        reference=str(run),
        labels=[label_of(run)],
        steps=[step for step in _steps(run, waits, done, refused) if may(step.name)],
        sections=[
            Section(_("How far it is"), "worklist/bulk_progress.html", content),
            *_rows(run, State.REFUSED, _("Not done, and why")),
            *_rows(run, State.DONE, _("Done")),
            *(_rows(run, State.WAITS, _("To be done")) if not run.begun_at else []),
        ],
    )


def _progress(run: BulkRun) -> Progress:
    return Progress.RUNS if run.begun_at else Progress.WAITS


def _steps(run: BulkRun, waits: int, done: int, refused: int) -> list[NextStep]:
    deed, steps = doors.bulk_deeds.get(run.kind), []
    if not run.begun_at and waits:
        label = str(getattr(deed, "yes", "") or _("Begin"))
        steps.append(NextStep("begin", label % {"n": waits}, icon="play_arrow", primary=True))
    if deed and not bulk.why_not_follow(run):
        after = doors.bulk_deeds.get(deed.follow)
        steps.append(NextStep("follow", f"{after.title} ({done})", icon="send", primary=True))
    if refused:
        link = reverse("admin:worklist_bulkrun_not_done", args=[run.pk])
        label = _("What is not done, as a workbook")
        steps.append(NextStep("not_done", label, link=link, icon="table_view"))
    return steps


def _rows(run: BulkRun, state: str, title: str) -> list[Section]:
    items = list(run.items.filter(state=state)[:SHOWN])
    if not items:
        return []
    deed = doors.bulk_deeds.get(run.kind)
    rows = [(item, deed.address(item) if deed else "") for item in items]
    total = run.items.filter(state=state).count()
    return [Section(title, "worklist/bulk_rows.html", rows, note=str(total))]
