"""The words that steps of single rights ask for: items, recipients, lifting, a fee."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from dpo_office.organisation.models import User
from requests_app.admin.decision_forms import day
from requests_app.admin.step_forms import confirming, words
from requests_app.models import ErasureItem
from requests_app.services import corrections, decision, erasures, fees, handing, restrictions


def _line(label: object, help_text: object = "") -> forms.CharField:
    return forms.CharField(label=label, help_text=help_text, max_length=200)


class CorrectionForm(forms.Form):
    what = _line(_("What is wrong"), _("“Family name on invoices”: one item."))
    old = words(_("What it says"), longest=corrections.LONGEST, required=False, rows=1)
    new = words(_("What it should say"), longest=corrections.LONGEST, rows=1)
    to = forms.ModelChoiceField(label=_("Who corrects it"), queryset=User.objects.none())
    done = forms.BooleanField(label=_("It is corrected already"), required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = handing.colleagues()


class KeepForm(forms.Form):
    what = _line(_("What is kept"), _("“Invoices of 2024”: one item."))
    exemption = forms.ChoiceField(
        label=_("On which exemption"),
        choices=[("", "---"), *((g.value, g.label) for g in ErasureItem.EXEMPTIONS)],
    )
    why = words(
        _("Why it applies to this item"),
        _("Name the law and the period. The person reads this."),
        longest=erasures.LONGEST,
        rows=2,
    )


class WithdrawForm(forms.Form):
    reasons = words(
        _("How we know"),
        _("Who told us, and when. It stays in the office."),
        longest=decision.LONGEST,
        rows=2,
    )
    tell = confirming()


class RecipientForm(forms.Form):
    name = _line(_("Recipient"))
    told_on = day(_("Told on"), initial=None)
    why_not = words(
        _("Or why they can't be told"),
        _("Impossible, or out of all proportion (Art. 19)."),
        longest=decision.LONGEST,
        required=False,
        rows=1,
    )


class AnnounceForm(forms.Form):
    reason = words(
        _("Why it ends"), _("The person reads this."), longest=restrictions.LONGEST, rows=2
    )


class FeeForm(forms.Form):
    amount = forms.DecimalField(
        label=_("Amount in euros"),
        help_text=_("Our costs of this answer, and no more."),
        min_value=Decimal("0.01"),
        max_value=fees.MOST,
        decimal_places=2,
    )
    argument = words(
        _("Why it is excessive or unfounded"),
        _("We have to prove it. The person reads this, and may narrow or withdraw instead."),
        longest=fees.LONGEST,
    )
