"""What the pages of an enquiry ask for."""

import uuid

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminEmailInputWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminSplitDateTimeWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from dpo_office.accountability.models import Enquiry, LibraryAnswer
from dpo_office.accountability.services import enquiries, library
from dpo_office.desk.files_field import FilesField
from dpo_office.lib import doors
from dpo_office.organisation.access import roles_that_may
from dpo_office.organisation.models import User
from dpo_office.parties.models import Customer


def text(label: str, *, required: bool = True, rows: int = 3, help_text: str = "", longest: int):
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label, required=required, max_length=longest, help_text=help_text, widget=widget
    )


def people_who_may(model: str):
    """Active users with the right to change that model."""
    names = roles_that_may("change", model)
    able = User.objects.filter(is_active=True, groups__name__in=names)
    return able.distinct().order_by("name")


class LogEnquiryForm(forms.Form):
    """Who asks what, since when."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=Enquiry.Kind.choices, widget=UnfoldAdminSelectWidget
    )
    asker = forms.CharField(
        label=_("Who asks"), max_length=200, required=False, widget=UnfoldAdminTextInputWidget
    )
    address = forms.EmailField(
        label=_("Their address"),
        required=False,
        help_text=_("Leave it empty when they wait in chat or on the phone."),
        widget=UnfoldAdminEmailInputWidget,
    )
    customer = forms.ModelChoiceField(
        label=_("Customer"),
        queryset=Customer.objects.all(),
        required=False,
        widget=UnfoldAdminSelectWidget,
    )
    received_at = forms.SplitDateTimeField(
        label=_("Reached us"), initial=timezone.now, widget=UnfoldAdminSplitDateTimeWidget
    )
    channel = forms.ChoiceField(
        label=_("Came by"), choices=Enquiry.Channel.choices, widget=UnfoldAdminSelectWidget
    )
    language = forms.ChoiceField(
        label=_("Answer in"), choices=settings.LANGUAGES, widget=UnfoldAdminSelectWidget
    )
    words = forms.CharField(
        label=_("What they ask"),
        required=False,
        max_length=enquiries.LONGEST,
        widget=UnfoldAdminTextareaWidget,
    )
    files = FilesField(label=_("Files that came with it"), required=False)
    intake_key = forms.UUIDField(initial=uuid.uuid4, widget=forms.HiddenInput)

    def clean(self) -> dict:
        data = super().clean()
        try:
            enquiries.check_receipt(data.get("received_at"), timezone.now())
        except ValidationError as wrong:
            self.add_error(None, wrong)
        if self.errors and data.get("files"):
            self.add_error("files", _("Choose the files again: a browser forgets them."))
        return data


class AnswerForm(forms.Form):
    answer = forms.ModelChoiceField(
        label=_("From the library"),
        queryset=LibraryAnswer.objects.none(),
        required=False,
        empty_label=_("none"),
    )
    text = text(
        _("What we say"),
        required=False,
        rows=5,
        longest=enquiries.LONGEST,
        help_text=_("Stands below the library's words, or alone."),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].queryset = LibraryAnswer.objects.in_use()


class ReasonForm(forms.Form):
    reason = text(_("Why"), longest=enquiries.LONGEST)


class AskerForm(forms.Form):
    asker = forms.CharField(label=_("Who asks"), max_length=200, required=False)
    address = forms.EmailField(label=_("Their address"), required=False, max_length=254)


class HandOverForm(forms.Form):
    to = forms.ModelChoiceField(label=_("To"), queryset=User.objects.none())

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = people_who_may("accountability.enquiry")


class KeepForm(forms.Form):
    title = forms.CharField(label=_("What it answers"), max_length=160)
    body = text(
        _("Text"),
        rows=5,
        longest=library.LONGEST,
        help_text=_("Without names: it is said to others."),
    )


class OpeningForm(forms.Form):
    """What making a case asks for; the prefix ("pass_on-request") says which kind of case."""

    chosen = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, prefix: str, **kwargs) -> None:
        super().__init__(*args, prefix=prefix, **kwargs)
        opening = doors.case_openings.get(prefix.partition("-")[2])
        if opening is None or not opening.choices():
            del self.fields["chosen"]
            return
        self.fields["chosen"].label = opening.asks
        self.fields["chosen"].choices = list(opening.choices())
