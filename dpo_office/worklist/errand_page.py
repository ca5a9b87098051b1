"""Behind the link of an errand: what is asked, and a form to answer; nothing else of the case."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dpo_office.desk.files_field import FilesField
from dpo_office.evidence.models import EncryptedFile
from dpo_office.evidence.refusals import FileGone
from dpo_office.evidence.services import files
from dpo_office.lib.files_keys import Unreadable
from dpo_office.lib.refusals import Refused
from dpo_office.organisation.models import OneTimeLink
from dpo_office.organisation.public import closed
from dpo_office.worklist.models import Errand
from dpo_office.worklist.services import errands
from dpo_office.worklist.services.errand_links import ANSWER

HEADERS = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


class AnswerForm(forms.Form):
    text = forms.CharField(
        label=_("Your answer"),
        required=False,
        max_length=errands.LONGEST_ANSWER,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    files = FilesField(label=_("Files, if any"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.errors and data.get("files"):
            self.add_error("files", _("Choose the files again: a browser forgets them."))
        return data


class ErrandPage:
    """One task of one colleague; who has the link sees its words and may write, never read."""

    identifier = ANSWER
    title = _("The privacy office asks you something")
    button = _("Read and answer")
    inside = False  # F1: answering one task is an exception of the networks
    at_once = False
    life = timedelta(hours=8)  # a colleague looks things up before answering

    def open(self, request: HttpRequest, link: OneTimeLink) -> HttpResponse:
        now = timezone.now()
        errand = (
            Errand.objects.select_related("task", "asked_by").filter(pk=int(link.about)).first()
        )
        if errand is None or errands.why_not_answer(errand, now):
            return closed(request)
        if number := request.GET.get("file", ""):
            return _handed(request, errand, number)
        sent = (request.POST, request.FILES) if request.method == "POST" else ()
        form = AnswerForm(*sent)
        if form.is_valid():
            if (why := _answered(errand, form.cleaned_data)) is None:
                return render(request, "public/errand_done.html")
            form.add_error(None, why)
            if form.cleaned_data.get("files"):
                form.add_error("files", _("Choose the files again: a browser forgets them."))
        enclosed = EncryptedFile.objects.about(errand)
        context = {"errand": errand, "form": form, "enclosed": enclosed}
        return render(request, "public/errand.html", context)

    def send_code(self, link: OneTimeLink, code: str) -> None:
        """Errands ask for none: the page can be written into, not read from."""


def _answered(errand: Errand, data: dict[str, Any]) -> str | list[str] | None:
    """None once the answer is kept; else why not, in words."""
    try:
        with files.taken_in(data["files"], errands.ANSWERED) as enclosed:
            errands.answer(errand, text=data["text"], enclosed=enclosed, now=timezone.now())
    except ValidationError as refusal:
        return refusal.messages
    except Refused as refusal:
        return str(refusal)
    return None


def _handed(request: HttpRequest, errand: Errand, number: str) -> HttpResponse:
    """A file that was enclosed for the colleague; as a download, never shown."""
    known = EncryptedFile.objects.about(errand)
    file = known.filter(pk=int(number[:18])).first() if number.isdecimal() else None
    if file is None:
        return closed(request)
    try:
        content = files.opened(file, now=timezone.now())
    except (FileGone, Unreadable):
        return closed(request)
    return FileResponse(
        content,
        as_attachment=True,
        filename=file.name,
        content_type=file.content_type,
        headers={**HEADERS, "Content-Length": str(file.size)},
    )
