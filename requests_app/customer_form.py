"""What a customer writes behind its link."""

from django import forms
from django.utils import translation
from django.utils.functional import lazy

from dpo_office.desk.files_field import FilesField
from requests_app.models import Instruction
from requests_app.services import instructions
from requests_app.services.wording import say


def _said(key: str) -> str:
    return say(key, translation.get_language() or "en")


words_of = lazy(_said, str)


class CustomerForm(forms.Form):
    """Words in the customer's language, as the letter that brought it here."""

    kind = forms.ChoiceField(
        label=words_of("part_decide"),
        choices=[
            (Instruction.Kind.ACT.value, words_of("part_act")),
            (Instruction.Kind.CUSTOMER_ANSWERS.value, words_of("part_answers")),
        ],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=words_of("part_words"),
        help_text=words_of("part_words_help"),
        max_length=instructions.LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    given_by = forms.CharField(
        label=words_of("part_who"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    files = FilesField(label=words_of("part_files"), required=False)

    def clean(self) -> dict:
        data = super().clean()
        if self.errors and data.get("files"):
            self.add_error("files", _said("part_choose_again"))
        return data
