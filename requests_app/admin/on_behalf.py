"""The few fields of a form that say who acts for the person; folded until somebody does (P4.1)."""

from collections.abc import Iterator

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import (
    UnfoldAdminEmailInputWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
)

from requests_app.models import Mandate
from requests_app.services.mandates import Representative

NAMES = ("acts_name", "acts_kind", "acts_email", "acts_until")


class OnBehalfFields(forms.Form):
    """Cleaned, they are one value: `on_behalf`, a Representative or None."""

    folded_title = gettext_lazy("Somebody acts for them: lawyer, association, parent, heir")

    acts_name = forms.CharField(
        label=gettext_lazy("Who acts for them"),
        max_length=200,
        required=False,
        widget=UnfoldAdminTextInputWidget,
    )
    acts_kind = forms.ChoiceField(
        label=gettext_lazy("As their"),
        choices=[("", "---"), *Mandate.Kind.choices],
        required=False,
        widget=UnfoldAdminSelectWidget,
    )
    acts_email = forms.EmailField(
        label=gettext_lazy("Address of who acts"),
        help_text=gettext_lazy("Letters go there; answers only once the mandate is checked."),
        max_length=254,
        required=False,
        widget=UnfoldAdminEmailInputWidget,
    )
    acts_until = forms.DateField(
        label=gettext_lazy("Mandate valid until"),
        help_text=gettext_lazy("Empty if it names no end."),
        required=False,
        widget=UnfoldAdminTextInputWidget(attrs={"type": "date"}),
    )

    def open_fields(self) -> Iterator[forms.BoundField]:
        return (field for field in self if field.name not in NAMES)

    def folded_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in NAMES]

    @property
    def folded_is_open(self) -> bool:
        return self.is_bound and any(
            field.value() or field.errors for field in self.folded_fields()
        )

    def clean(self) -> dict:
        data = super().clean() or self.cleaned_data
        name, kind, email, until = (data.pop(each, None) for each in NAMES)
        data["on_behalf"] = None
        if name or kind or email or until:
            for field, value in (("acts_name", name), ("acts_kind", kind), ("acts_email", email)):
                if not value and field not in self.errors:
                    self.add_error(field, _("Say who acts for them, as what, and where to write."))
            data["on_behalf"] = Representative(name or "", kind or "", email or "", until)
        elif not data.get("email") and "email" not in self.errors:
            self.add_error("email", _("This field is required."))
        return data
