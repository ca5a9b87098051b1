"""The page that takes a workbook in: an empty one to be filled, a look before anything is done."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dpo_office.evidence.services import files
from dpo_office.lib.refusals import Refused
from dpo_office.lib.spreadsheet import MIME
from requests_app.services import import_sheet, importing


class WorkbookForm(forms.Form):
    workbook = forms.FileField(
        label=gettext_lazy("Workbook"),
        help_text=gettext_lazy(
            "Open and closed requests, one a row. Dates stay as they are; no letter is sent. "
            "You see what is wrong, row by row, before anything is imported."
        ),
    )


def page(model_admin: Any, request: HttpRequest) -> HttpResponse:
    """GET the form, or with `?empty` the empty workbook; POST a filled one, and see what is in it."""
    if "empty" in request.GET:
        headers = {"Content-Disposition": 'attachment; filename="requests-to-import.xlsx"'}
        return HttpResponse(import_sheet.empty(), content_type=MIME, headers=headers)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = WorkbookForm(*sent)
    if form.is_valid():
        try:
            return _looked_into(form.cleaned_data["workbook"], request)
        except ValidationError as refusal:
            form.add_error("workbook", refusal.messages)
        except Refused as refusal:
            form.add_error("workbook", str(refusal))
    context = {**model_admin.admin_site.each_context(request), "form": form}
    context |= {"opts": model_admin.opts, "title": _("Import requests"), "own_heading": True}
    return TemplateResponse(request, "requests_app/import.html", context)


def _looked_into(workbook: Any, request: HttpRequest) -> HttpResponse:
    with files.taken_in([workbook], importing.DOOR) as (book,):
        workbook.file.seek(0)
        rows = import_sheet.read(workbook.file)
        run = importing.preview(book, rows, by=request.user, now=timezone.now())
    return redirect(reverse("admin:worklist_bulkrun_change", args=[run.pk]))
