"""One page before a deed on many records: which ones, the words that it needs, then yes."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from dpo_office.worklist import tasks
from dpo_office.worklist.models import BulkRun
from dpo_office.worklist.refusals import BulkRefused
from dpo_office.worklist.services import bulk

AT_ONCE = 2.0  # seconds that the page itself works: few records are done when it opens
SHOWN = 50


def ask(
    model_admin: Any,
    request: HttpRequest,
    queryset: QuerySet,
    *,
    kind: str,
    title: str,
    form: type[forms.Form],
    data: Callable[[dict[str, Any]], dict[str, Any]],
    note: str = "",
) -> HttpResponse | None:
    """For an action of a list: its page, or after yes the page of the run; None when refused."""
    rows = list(queryset.order_by("pk")[: bulk.MOST + 1])
    filled = form(request.POST) if "confirmed" in request.POST else form()
    if not filled.is_valid():
        context = {**model_admin.admin_site.each_context(request), "opts": model_admin.opts}
        context |= {"form": filled, "title": title, "note": note, "own_heading": True}
        context |= {"rows": rows[:SHOWN], "more": max(len(rows) - SHOWN, 0), "count": len(rows)}
        context |= {"action": request.POST["action"], "chosen": _chosen(request)}
        context |= {"across": request.POST.get("select_across", "0")}
        return TemplateResponse(request, "desk/bulk.html", context)
    records = [(row.pk, str(row)) for row in rows]
    now = timezone.now()
    try:
        run = bulk.ask(kind, records, by=request.user, now=now, data=data(filled.cleaned_data))
    except BulkRefused as refusal:
        messages.error(request, str(refusal))
        return None
    return work(run)


def work(run: BulkRun) -> HttpResponse:
    """Do what is done in a moment here, the rest by the queue; to the page of the run."""
    if bulk.work_on(run.pk, seconds=AT_ONCE):
        tasks.bulk_soon(run)
    return redirect(reverse("admin:worklist_bulkrun_change", args=[run.pk]))


def _chosen(request: HttpRequest) -> list[str]:
    return [number for number in request.POST.getlist("_selected_action") if number.isdecimal()]
