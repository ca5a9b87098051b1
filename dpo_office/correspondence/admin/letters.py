"""Letters: the list, and each letter's page with its steps."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dpo_office.correspondence import tasks
from dpo_office.correspondence.admin.downloads import attachment
from dpo_office.correspondence.admin.letter_page import (
    HandedOverForm,
    LetterForm,
    ReasonForm,
    WayForm,
    file_of,
)
from dpo_office.correspondence.models import Letter
from dpo_office.correspondence.refusals import LetterRefused
from dpo_office.correspondence.services import letters, outbox, paper
from dpo_office.correspondence.typesetting import NotTypeset
from dpo_office.desk.admin import CaseAdmin
from dpo_office.desk.case_file import StepDoor
from dpo_office.evidence.models import TransitionRefused
from dpo_office.organisation.access import may_see_persons


def _edit(letter: Letter, by: Any, data: dict[str, Any]) -> str:
    words = {"subject": data["subject"], "body": data["body"]}
    if not data["send"]:
        letter.revision = data["revision"]
        letters.edit(letter, **words, by=by)
        return _("The draft is saved.")
    if not by.has_perm("correspondence.send_letter"):
        raise LetterRefused(_("You may write this letter, but somebody else has to send it."))
    sent = letters.send_from_its_page(letter, **words, revision=data["revision"], by=by)
    if hasattr(sent, "delivery"):
        tasks.soon(sent.delivery)
    return _("The letter is on its way.")


def _discard(letter: Letter, by: Any, data: dict[str, Any]) -> str:
    letters.discard(letter, by=by, reason=data["reason"])
    return _("The draft is given up; it stays to be seen.")


def _send_by(letter: Letter, by: Any, data: dict[str, Any]) -> str:
    letters.send_by(letter, channel=data["channel"], to=data["to"], by=by)
    return _("The draft goes by %(way)s.") % {"way": letter.get_channel_display().lower()}


def _handed_over(letter: Letter, by: Any, data: dict[str, Any]) -> str:
    letters.handed_over(letter, by=by, on=data["on"])
    return _("It is recorded that the letter left.")


def _try_now(letter: Letter, by: Any, data: dict[str, Any]) -> str:
    outbox.try_now(letter.delivery, by=by)
    tasks.soon(letter.delivery)
    return _("The mail is tried again now.")


@admin.register(Letter)
class LetterAdmin(CaseAdmin):
    shows_persons = True
    steps: ClassVar = {
        "edit": StepDoor(_edit, LetterForm),
        "discard": StepDoor(_discard, ReasonForm),
        "send_by": StepDoor(_send_by, WayForm),
        "handed_over": StepDoor(_handed_over, HandedOverForm),
        "try_now": StepDoor(_try_now),
    }
    refusals: ClassVar = (LetterRefused, TransitionRefused)
    nothing = gettext_lazy("No letter was written yet; each begins in its case.")
    list_display: ClassVar = ["subject", "kind", "recipient", "status", "channel", "sent_at"]
    list_filter: ClassVar = ["status", "channel", "version__language"]
    list_select_related: ClassVar = ["version__template"]
    search_fields: ClassVar = ["subject"]
    search_help_text = gettext_lazy("Reference, or the whole address")

    @admin.display(description=gettext_lazy("kind"))
    def kind(self, letter: Letter) -> str:
        return letter.version.template.name

    @admin.display(description=gettext_lazy("to"))
    def recipient(self, letter: Letter) -> str:
        return letter.to_name or letter.to or _("redacted")

    def has_add_permission(self, request, obj=None) -> bool:
        return False  # a letter is drafted from the case that it is about

    def get_list_display(self, request):
        columns = super().get_list_display(request)
        seen = may_see_persons(request.user)
        return columns if seen else [c for c in columns if c != "recipient"]

    def get_search_results(self, request, queryset, search_term):
        found = models.Q(subject__icontains=search_term)
        if may_see_persons(request.user):
            found |= models.Q(to__iexact=search_term)
        return (queryset.filter(found) if search_term else queryset), False

    def case_file(self, request, record, typed):
        return file_of(request, record, typed, persons=may_see_persons(request.user))

    def get_urls(self):
        pdf = self.admin_site.admin_view(self.pdf_view)
        return [path("<int:pk>/pdf/", pdf, name="correspondence_letter_pdf"), *super().get_urls()]

    def pdf_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The letter on paper, as a download."""
        letter = self.get_object(request, str(pk))
        if letter is None or letter.redacted_at:
            raise Http404
        if not self.may(request, "pdf"):
            raise PermissionDenied
        try:
            pdf = paper.pdf(letter)
        except NotTypeset:
            messages.error(request, _("This letter can't be put on paper. Nothing else is lost."))
            return redirect(self.page_of(letter))
        return attachment(pdf, name="letter.pdf", content_type="application/pdf")
