"""The words that steps of a request ask for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dpo_office.organisation.models import User
from requests_app.models import Exercise, SubjectRequest
from requests_app.services import (
    decision,
    extension,
    handing,
    lateness,
    notes,
    questions,
    reopening,
)


def words(label: str, help_text: str = "", *, longest: int, required: bool = True, rows: int = 3):
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=longest,
        required=required,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class IdentityForm(forms.Form):
    proof = forms.ChoiceField(
        label=_("How did they show it?"), choices=SubjectRequest.IdentityProof.choices
    )


class AskIdentityForm(forms.Form):
    doubt = words(
        _("What makes us doubt"),
        _("Only reasonable doubts allow the question (Art. 12(6)). The person reads this."),
        longest=questions.LONGEST,
    )
    needed = words(
        _("What would remove it"),
        _("The least that serves; no copy of an identity document by default."),
        longest=questions.LONGEST,
    )


class QuestionForm(forms.Form):
    question = words(
        _("What we ask"),
        _("Where much data is held and it is not clear what is wanted (Recital 63)."),
        longest=questions.LONGEST,
    )


class ReasonsForm(forms.Form):
    reasons = words(
        _("Why they cannot be identified"),
        _("The person reads this (Art. 11(2), 12(2)). We have to be able to show it."),
        longest=decision.LONGEST,
    )


class AdviceForm(forms.Form):
    advice = words(
        _("Advice"),
        _("It stands beside the decision and stays in the office (Art. 39(1))."),
        longest=decision.LONGEST,
    )
    ask = forms.BooleanField(
        label=_("Ask the decision owner to decide"),
        help_text=_("They get a task. A refusal is theirs, unless delegated."),
        required=False,
    )


class ReconsiderForm(forms.Form):
    reason = words(_("Why it is taken back"), longest=decision.LONGEST)


class AddressForm(forms.Form):
    email = forms.EmailField(label=_("New address"), max_length=254)


class ExtensionForm(forms.Form):
    reason = words(
        _("Why it takes longer"),
        _("Complex, or many requests. The person reads this today."),
        longest=extension.LONGEST,
    )


class HandOverForm(forms.Form):
    to = forms.ModelChoiceField(label=_("To"), queryset=User.objects.none())
    note = words(
        _("What the facts don't say"),
        _("The note about state, dates, letters and tasks is made by itself."),
        longest=notes.LONGEST,
        required=False,
        rows=2,
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = handing.handlers()


def confirming() -> forms.BooleanField:
    """Whether the person is told by a letter that leaves at once."""
    return forms.BooleanField(label=_("Confirm it to them by letter"), required=False)


class EndForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("Why no answer is owed"),
        choices=[(o, Exercise.Status(o).label) for o in ("withdrawn", "not_a_request")],
    )
    reasons = words(
        _("How we know"),
        _("Who told us, and when; or what it is instead. It stays in the office."),
        longest=decision.LONGEST,
    )
    tell = confirming()


class ReopenForm(forms.Form):
    reason = words(_("Why"), _("What was missing, and who said so."), longest=reopening.LONGEST)


class LateForm(forms.Form):
    cause = forms.ChoiceField(label=_("Why it was late"), choices=SubjectRequest.LateCause.choices)
    said = words(_("In words"), longest=lateness.LONGEST, required=False, rows=2)
