"""What the pages of a matter ask for."""

import uuid

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminSingleDateWidget,
    UnfoldAdminSplitDateTimeWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from dpo_office.accountability.admin.enquiry_forms import people_who_may, text
from dpo_office.accountability.models import Matter
from dpo_office.accountability.services import matters
from dpo_office.accountability.services.enquiries import check_receipt
from dpo_office.correspondence.models import Letter
from dpo_office.correspondence.services.wording import AUTHORITIES
from dpo_office.desk.files_field import FilesField
from dpo_office.organisation.models import User


class LogMatterForm(forms.Form):
    """Who wants what of us, by when, about which case."""

    kind = forms.ChoiceField(
        label=_("What it is"), choices=Matter.Kind.choices, widget=UnfoldAdminSelectWidget
    )
    authority = forms.CharField(
        label=_("Authority or court"),
        max_length=200,
        required=False,
        help_text=_("%(names)s, or another by its name. Empty for a complaint to us.")
        % {"names": ", ".join(AUTHORITIES)},
        widget=UnfoldAdminTextInputWidget,
    )
    authority_reference = forms.CharField(
        label=_("Its reference"),
        max_length=120,
        required=False,
        widget=UnfoldAdminTextInputWidget,
    )
    received_at = forms.SplitDateTimeField(
        label=_("Reached us"), initial=timezone.now, widget=UnfoldAdminSplitDateTimeWidget
    )
    deadline = forms.DateField(
        label=_("Answer by"),
        required=False,
        help_text=_("The day that their letter names. It is kept as written."),
        widget=UnfoldAdminSingleDateWidget,
    )
    case = forms.CharField(
        label=_("About the case"),
        max_length=40,
        required=False,
        help_text=_("Its reference. The case keeps its persons while the matter is open."),
        widget=UnfoldAdminTextInputWidget,
    )
    complainant = forms.CharField(
        label=_("Who complains"), max_length=200, required=False, widget=UnfoldAdminTextInputWidget
    )
    decision_owner = forms.ModelChoiceField(
        label=_("Decides"),
        queryset=User.objects.none(),
        required=False,
        widget=UnfoldAdminSelectWidget,
    )
    words = forms.CharField(
        label=_("What it is about"),
        required=False,
        max_length=matters.LONGEST,
        widget=UnfoldAdminTextareaWidget,
    )
    intake_key = forms.UUIDField(initial=uuid.uuid4, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        owners = User.objects.filter(is_active=True, groups__name="Decision owner")
        self.fields["decision_owner"].queryset = owners.order_by("name")

    def clean(self) -> dict:
        data = super().clean()
        try:
            check_receipt(data.get("received_at"), timezone.now())
        except ValidationError as wrong:
            self.add_error(None, wrong)
        if data.get("kind") in Matter.NAMED and not data.get("authority"):
            self.add_error("authority", _("Say which authority or court it is."))
        return data


class DeadlineForm(forms.Form):
    on = forms.DateField(
        label=_("Answer by"),
        help_text=_("The day that their letter names."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class LinkForm(forms.Form):
    reference = forms.CharField(label=_("Reference of the case"), max_length=40)


class ReasonForm(forms.Form):
    reason = text(_("Why"), longest=matters.LONGEST)


class AdviceForm(forms.Form):
    advice = text(_("Advice"), longest=matters.LONGEST, rows=5)


class CloseForm(forms.Form):
    outcome = forms.ChoiceField(label=_("Outcome"), choices=Matter.Outcome.choices)
    result = text(_("What came of it"), longest=matters.LONGEST)


class PaperForm(forms.Form):
    came_on = forms.DateField(
        label=_("Came on"),
        initial=timezone.localdate,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    sender = forms.CharField(label=_("From"), max_length=200, required=False)
    note = text(_("What it says"), required=False, longest=matters.LONGEST)
    files = FilesField(label=_("Its files"), required=False)


class LetterForm(forms.Form):
    to = text(_("To"), longest=1000, rows=2, help_text=_("An e-mail address, or a postal one."))
    to_name = forms.CharField(label=_("Name above the letter"), max_length=200)
    channel = forms.ChoiceField(label=_("By"), choices=Letter.Channel.choices)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    text = text(_("Text"), longest=matters.LONGEST, rows=6)


class HandOverForm(forms.Form):
    to = forms.ModelChoiceField(label=_("To"), queryset=User.objects.none())

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = people_who_may("accountability.matter")
