"""The words that steps of identity, mandates and customers' parts ask for."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dpo_office.desk.files_field import FilesField
from dpo_office.parties.models import Customer
from requests_app.models import Exercise, Instruction, Mandate, RequestPart
from requests_app.services import instructions, mandates, part_endings, parts


def _text(label: str, help_text: str = "", *, longest: int, required: bool = True, rows: int = 3):
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=longest,
        required=required,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class CustomerField(forms.ModelChoiceField):
    """Chosen by typing a part of the name."""

    def __init__(self, **options) -> None:
        widget = AutocompleteSelect(RequestPart._meta.get_field("customer"), admin.site)
        super().__init__(Customer.objects.all(), widget=widget, **options)


class FormPartForm(forms.Form):
    customer = CustomerField(label=_("Customer"))
    rights = forms.MultipleChoiceField(
        label=_("What is passed on"),
        choices=[(right.value, right.label) for right in Exercise.Right],
        widget=forms.CheckboxSelectMultiple,
    )
    words = _text(
        _("What the customer reads of their words"),
        _("Take out what concerns anybody else: this customer reads it, and nothing more."),
        longest=parts.LONGEST,
        required=False,
        rows=5,
    )
    known_by = _text(
        _("How the customer knows them"),
        _("Customer number, other address, if need be. What we have recorded is added."),
        longest=2_000,
        required=False,
        rows=2,
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if asked := self.initial.get("rights"):
            field = self.fields["rights"]
            field.choices = [choice for choice in field.choices if choice[0] in asked]


class InstructionForm(forms.Form):
    kind = forms.ChoiceField(label=_("What they said"), choices=Instruction.Kind.choices)
    words = _text(
        _("In their words"),
        _("What is to be done, and to which data."),
        longest=instructions.LONGEST,
        required=False,
    )
    given_by = forms.CharField(label=_("Who said it"), max_length=200)
    channel = forms.ChoiceField(
        label=_("Came by"),
        choices=[(c.value, c.label) for c in Instruction.Channel if c != Instruction.Channel.LINK],
    )
    given_at = forms.DateTimeField(
        label=_("When"),
        initial=timezone.now,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    files = FilesField(label=_("Attachment"), required=False)


class DoneForm(forms.Form):
    what = _text(_("What was done"), _("The customer reads this."), longest=part_endings.LONGEST)


class GoneForm(forms.Form):
    told = _text(
        _("What we know, and what happens next"),
        _("The person reads this: since when, who may hold the data now, what we do with ours."),
        longest=part_endings.LONGEST,
    )


class WhyForm(forms.Form):
    why = _text(_("How we know"), _("It stays in the office."), longest=part_endings.LONGEST)


class CodeForm(forms.Form):
    code = forms.CharField(label=_("Code"), max_length=20)


class DocumentForm(forms.Form):
    files = FilesField(
        label=_("Document"),
        help_text=_("PDF or picture; removed once checked, and after 14 days in any case."),
    )


class CheckedForm(forms.Form):
    convinced = forms.TypedChoiceField(
        label=_("It shows who they are"),
        choices=[("yes", _("yes")), ("no", _("no"))],
        coerce=lambda value: value == "yes",
    )


class MandateFields(forms.Form):
    valid_until = forms.DateField(
        label=_("Valid until"),
        help_text=_("Leave it empty if the mandate names no end."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    files = FilesField(label=_("The mandate"), required=False)


class ActsForForm(MandateFields):
    name = forms.CharField(label=_("Who acts for them"), max_length=200)
    kind = forms.ChoiceField(label=_("As their"), choices=Mandate.Kind.choices)
    email = forms.EmailField(
        label=_("Address of who acts"),
        help_text=_("Letters go there from now on, once it is shown to be theirs."),
        max_length=254,
    )
    field_order = ("name", "kind", "email", "valid_until", "files")


class CheckMandateForm(forms.Form):
    basis = _text(
        _("What it rests on"),
        _("The paper that you read, its date, who signed it; or the register."),
        longest=mandates.LONGEST,
    )


class AskMandateForm(forms.Form):
    needed = _text(
        _("What we need to see"),
        _("They read this. A signed authority; for parents or heirs what shows that they are."),
        longest=mandates.LONGEST,
    )


class OwnAddressForm(forms.Form):
    email = forms.EmailField(
        label=_("The person's own address"),
        help_text=_("It has to be shown to be theirs."),
        max_length=254,
    )
