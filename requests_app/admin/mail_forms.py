"""The forms of a mail: hand it over, log it as a case, record it on one."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminSplitDateTimeWidget,
    UnfoldAdminTextareaWidget,
)

from dpo_office.lib.mails import LARGEST, Source
from dpo_office.parties.models import Customer
from requests_app.admin.log_form import LogRequestForm
from requests_app.models import SubjectRequest
from requests_app.services import intake
from requests_app.services.mail_proposals import Proposals

RESTS_ON = {
    Source.RECEIVED: gettext_lazy(
        "From the topmost line of a mail server (Received). Both clocks run from then."
    ),
    Source.DATE: gettext_lazy(
        "From the mail's own date: no line of a mail server can be relied on. Check it."
    ),
    Source.NOW: gettext_lazy(
        "The mail gives no time that can be relied on: this is now. Say when it reached us."
    ),
}


class DropForm(forms.Form):
    """One mail, as a file or as pasted text; `case` where it was dropped on one."""

    mail = forms.FileField(
        label=gettext_lazy("The mail as a file"),
        required=False,
        help_text=gettext_lazy("An .eml file, as mail programs save it."),
    )
    source = forms.CharField(
        label=gettext_lazy("Or paste it"),
        required=False,
        help_text=gettext_lazy("The text as you copied it, best with its head; or its source."),
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 16}),
    )
    case = forms.ModelChoiceField(
        SubjectRequest.objects.all(), required=False, widget=forms.HiddenInput
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if len(self.files.getlist("mail")) > 1:
            raise ValidationError(_("One mail at a time, please."))
        if not self.errors and not data.get("mail") and not data.get("source"):
            raise ValidationError(_("Drop a mail, or paste one."))
        return data

    @property
    def raw(self) -> bytes:
        """The bytes that were handed over; of a file that is too large one byte too many."""
        if upload := self.cleaned_data["mail"]:
            return upload.read(LARGEST + 1)
        return self.cleaned_data["source"].encode("utf-8", errors="replace")

    @property
    def pasted(self) -> bool:
        return not self.cleaned_data["mail"]


class LogMailForm(LogRequestForm):
    """The log form, filled in from a mail; its files come from the mail."""

    files = None  # type: ignore[assignment]
    customer = forms.ModelChoiceField(
        Customer.objects.none(),
        label=gettext_lazy("Customer"),
        required=False,
        empty_label=gettext_lazy("not known yet"),
        widget=UnfoldAdminSelectWidget,
    )

    def __init__(self, *args: Any, proposed: Proposals, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["received_at"].help_text = RESTS_ON[proposed.receipt.source]
        if proposed.customers:
            numbers = [customer.pk for customer in proposed.customers]
            self.fields["customer"].queryset = Customer.objects.filter(pk__in=numbers)
        else:
            del self.fields["customer"]


def filled(proposed: Proposals) -> dict[str, Any]:
    """What the form begins with."""
    of_person = proposed.person and proposed.person.customer_id
    return {
        "name": proposed.name,
        "email": proposed.mail.sender,
        "rights": proposed.rights,
        "received_at": proposed.receipt.at,
        "channel": SubjectRequest.Channel.EMAIL.value,
        "language": proposed.language,
        "words": proposed.mail.words,
        "customer": of_person or next((c.pk for c in proposed.customers), None),
    }


class RecordMailForm(forms.Form):
    """A mail goes to the case that it belongs to."""

    received_at = forms.SplitDateTimeField(
        label=gettext_lazy("Reached us"), widget=UnfoldAdminSplitDateTimeWidget
    )
    answer_came = forms.BooleanField(
        label=gettext_lazy("Their answer came: the legal deadline runs again"), required=False
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        try:
            intake.check(received_at=data.get("received_at"), rights=["access"], now=timezone.now())
        except ValidationError as wrong:
            self.add_error("received_at", wrong.message_dict["received_at"])
        return data
