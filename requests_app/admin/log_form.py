"""The one short form that opens a case (P4.1: several rights in one request)."""

import uuid

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminEmailInputWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminSplitDateTimeWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from dpo_office.desk.files_field import FilesField
from requests_app.admin.on_behalf import OnBehalfFields
from requests_app.models import Exercise, SubjectRequest
from requests_app.services import intake


class LogRequestForm(OnBehalfFields):
    """Who asks for what, since when; the rest of the case follows from it."""

    name = forms.CharField(label=_("Name"), max_length=200, widget=UnfoldAdminTextInputWidget)
    email = forms.EmailField(
        label=_("Their address"),
        max_length=254,
        required=False,  # somebody may act for them; else it is missed in `clean`
        help_text=_("The answer goes there, once it is shown to be theirs."),
        widget=UnfoldAdminEmailInputWidget,
    )
    rights = forms.MultipleChoiceField(
        label=_("What they ask for"),
        choices=[(r.value, f"{r.label} (Art. {Exercise.ARTICLES[r]})") for r in Exercise.Right],
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
    )
    received_at = forms.SplitDateTimeField(
        label=_("Reached us"),
        initial=timezone.now,
        help_text=_(
            "When it came to any of our addresses, read or not: both clocks run from then."
        ),
        widget=UnfoldAdminSplitDateTimeWidget,
    )
    channel = forms.ChoiceField(
        label=_("Came by"),
        choices=SubjectRequest.Channel.choices,
        widget=UnfoldAdminSelectWidget,
    )
    language = forms.ChoiceField(
        label=_("Answer in"), choices=settings.LANGUAGES, widget=UnfoldAdminSelectWidget
    )
    words = forms.CharField(
        label=_("In their words"),
        required=False,
        max_length=intake.LONGEST_WORDS,
        widget=UnfoldAdminTextareaWidget,
    )
    files = FilesField(
        label=_("Files that came with it"),
        help_text=_("Pictures, PDF, text, mails, Word and Excel; they are kept encrypted."),
        required=False,
    )
    intake_key = forms.UUIDField(initial=uuid.uuid4, widget=forms.HiddenInput)

    def clean(self) -> dict:
        data = super().clean()
        try:
            intake.check(received_at=data.get("received_at"), rights=data.get("rights", []))
        except ValidationError as wrong:
            for field, errors in wrong.message_dict.items():
                if field not in self.errors:
                    self.add_error(field, errors)
        if self.errors and data.get("files"):
            self.add_error("files", _("Choose the files again: a browser forgets them."))
        return data
