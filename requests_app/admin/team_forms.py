"""The words that working together asks for: handing over, notes, colleagues."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.forms import BaseDialogForm
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget

from dpo_office.desk.files_field import FilesField
from dpo_office.organisation.models import User
from dpo_office.worklist.services import errands, people
from requests_app.admin.step_forms import words
from requests_app.services import handing, notes

SOON = timedelta(days=3)


class HandOverAllForm(BaseDialogForm):
    of = forms.ModelChoiceField(
        label=_("Cases of"), queryset=User.objects.none(), widget=UnfoldAdminSelectWidget
    )
    to = forms.ModelChoiceField(
        label=_("To"), queryset=User.objects.none(), widget=UnfoldAdminSelectWidget
    )
    note = forms.CharField(
        label=_("What the facts don't say"),
        help_text=_("Kept as a note in each case. The rest of the handover note makes itself."),
        max_length=notes.LONGEST,
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name in ("of", "to"):
            self.fields[name].queryset = handing.handlers()


class NoteForm(forms.Form):
    text = words(_("Note"), _("Stays in the office."), longest=notes.LONGEST)


def in_some_days() -> object:
    return people.today() + SOON


class ColleagueForm(forms.Form):
    to = forms.EmailField(label=_("Colleague's address"), max_length=254)
    words = words(
        _("What they have to do"),
        _("They see these words and nothing else of the case. Name only what they need."),
        longest=errands.LONGEST,
    )
    due_on = forms.DateField(
        label=_("By"), initial=in_some_days, widget=forms.DateInput(attrs={"type": "date"})
    )
    files = FilesField(label=_("Files for them"), required=False)


class WithdrawForm(forms.Form):
    reason = words(_("Why it is not needed any more"), longest=errands.LONGEST, rows=2)
