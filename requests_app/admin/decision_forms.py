"""What is asked when a right is decided: of each right only its own, and no more."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dpo_office.organisation.models import Profile, User
from requests_app.admin.step_forms import words
from requests_app.models import Exercise
from requests_app.models.basis import bases_of
from requests_app.services import decision, handing
from requests_app.services.conditions import DONE
from requests_app.services.particulars import OF_ACCESS, WORDS, Particulars

Right, Status, Ground = Exercise.Right, Exercise.Status, Exercise.Ground
OUTCOMES = [Status.GRANTED, Status.PARTLY, Status.REFUSED, Status.NOTHING_HELD]
YES, NO = "granted partly", "refused partly"


def text(label: Any, help_text: Any = "", *, when: str = "", rows: int = 2) -> forms.CharField:
    """A text that is asked with these outcomes only; the page hides it with others."""
    field = words(label, help_text, longest=decision.LONGEST, required=False, rows=rows)
    return shown_when(field, when)


def shown_when(field: forms.Field, when: str) -> Any:
    if when:
        field.widget.attrs["data-when"] = when
    return field


def today() -> date:
    """In the office's zone."""
    return timezone.localdate(timezone=Profile.current().zone)


def day(
    label: Any, help_text: Any = "", *, when: str = "", initial: Callable | None = today
) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    field = forms.DateField(
        label=label, help_text=help_text, required=False, widget=widget, initial=initial
    )
    return shown_when(field, when)


class DecisionForm(forms.Form):
    """Outcome, what was done, and why not; a right adds its own between."""

    right: ClassVar[str] = ""
    hint: ClassVar[Any] = ""  # what must be considered, in a sentence or two
    own: ClassVar[tuple[str, ...]] = ()

    outcome = forms.ChoiceField(
        label=gettext_lazy("Outcome"), choices=[(o.value, o.label) for o in OUTCOMES]
    )
    done = text(
        gettext_lazy("What was done"), gettext_lazy("The person reads this."), when=YES, rows=3
    )
    ground = shown_when(
        forms.ChoiceField(label=gettext_lazy("Ground of the refusal"), required=False), NO
    )
    reasons = text(
        gettext_lazy("Why not"),
        gettext_lazy("The person reads this, with the right to complain and to go to court."),
        when=NO,
        rows=3,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["outcome", "basis", *self.own, "done", "ground", "reasons"])
        self.fields["outcome"].help_text = self.hint
        grounds = Exercise.GROUNDS_OF_ALL | Exercise.GROUNDS.get(self.right, frozenset())
        chosen = [(ground.value, ground.label) for ground in Ground if ground in grounds]
        self.fields["ground"].choices = [("", "---"), *chosen]
        self.fields["ground"].help_text = gettext_lazy(
            "Excessive and unfounded are ours to prove, and seldom. Of a first request for "
            "access only proven abuse is excessive (CJEU C-526/24)."
            if self.right == Right.ACCESS
            else "Excessive and unfounded are ours to prove, and seldom (Art. 12(5))."
        )
        if bases := bases_of(self.right):
            self.fields["basis"].choices = [("", "---"), *bases]


class WithBasis(DecisionForm):
    basis = forms.ChoiceField(label=gettext_lazy("Case of the law"), required=False)


class InformedForm(DecisionForm):
    right = Right.INFORMED
    hint = gettext_lazy("Send the notice that fits them; the answer names it.")
    own = ("notice", "done_on")
    notice = text(gettext_lazy("Which notice they were sent"), when=YES, rows=1)
    done_on = day(gettext_lazy("Sent on"), when=YES)


class AccessForm(DecisionForm):
    right = Right.ACCESS
    hint = gettext_lazy("A copy of all that is theirs, and what Art. 15(1) has us tell, for them.")
    own = WORDS[Right.ACCESS]
    purposes = text(gettext_lazy("Why we process it"), when=YES, rows=1)
    categories = text(gettext_lazy("What kinds of data"), when=YES, rows=1)
    recipients = text(
        gettext_lazy("Who received it"),
        gettext_lazy("By name; only kinds where names are impossible to give."),
        when=YES,
        rows=1,
    )
    kept_for = text(
        gettext_lazy("How long we keep it, or by what we decide that"), when=YES, rows=1
    )
    source = text(
        gettext_lazy("Where we have it from"),
        gettext_lazy("“From you”, or who else."),
        when=YES,
        rows=1,
    )
    transfers = text(
        gettext_lazy("Outside the EEA, with which safeguards"),
        gettext_lazy("Empty: nothing leaves it."),
        when=YES,
        rows=1,
    )

    automated = text(
        gettext_lazy("Decisions by machine alone, their logic and consequences"),
        gettext_lazy("Empty: there are none."),
        when=YES,
        rows=1,
    )

    def clean(self) -> Mapping[str, Any]:
        """The page asks for all of it; a copy alone is half an answer."""
        data = super().clean()
        if data.get("outcome") in DONE:
            for name in OF_ACCESS:
                if not data.get(name, "").strip():
                    self.add_error(name, _("Art. 15(1) asks for it."))
        return data


class RectificationForm(DecisionForm):
    right = Right.RECTIFICATION
    hint = gettext_lazy("First have each item corrected; granted once every item is.")


class ErasureForm(WithBasis):
    right = Right.ERASURE
    hint = gettext_lazy("In part: first keep each item with its exemption (Art. 17(3)).")
    own = ("erased",)
    erased = text(gettext_lazy("What was erased, one item a line"), when=YES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown_when(self.fields["basis"], YES)


class RestrictionForm(WithBasis):
    right = Right.RESTRICTION
    hint = gettext_lazy("In force from this decision. It is lifted only after they were told.")
    own = ("until",)
    until = day(gettext_lazy("Planned until, if known"), when=YES, initial=None)


class PortabilityForm(WithBasis):
    right = Right.PORTABILITY
    hint = gettext_lazy(
        "Only what they gave us, by consent or contract, and automated; as JSON, CSV or XML."
    )


class ObjectionForm(WithBasis):
    right = Right.OBJECTION
    hint = gettext_lazy("Marketing stops at once, without balance, and is never refused.")
    own = ("done_on", "interest", "balance")
    done_on = day(gettext_lazy("Stopped on"), when="granted")
    interest = text(gettext_lazy("Whose interest stands against theirs"), when=NO)
    balance = text(
        gettext_lazy("Why it outweighs theirs"),
        gettext_lazy("Compelling grounds, which we have to show; the person reads it."),
        when=NO,
    )


class HumanReviewForm(WithBasis):
    right = Right.NO_AUTOMATED_DECISION
    hint = gettext_lazy("Somebody who may change the decision looks at it, and hears their view.")
    own = ("done_by", "done_on", "finding")
    done_by = forms.ModelChoiceField(
        label=gettext_lazy("Who looked"), queryset=User.objects.none(), required=False
    )
    done_on = day(gettext_lazy("Looked on"))
    finding = text(gettext_lazy("What they found"), gettext_lazy("The person reads this."), rows=3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["done_by"].queryset = handing.colleagues()


FORMS: dict[str, type[DecisionForm]] = {
    form.right: form
    for form in (
        InformedForm,
        AccessForm,
        RectificationForm,
        ErasureForm,
        RestrictionForm,
        PortabilityForm,
        ObjectionForm,
        HumanReviewForm,
    )
}


def form_of(right: str) -> type[DecisionForm]:
    """The form by which that right is decided."""
    return FORMS[right]


def answered(right: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """What `decision.decide` takes, from the cleaned words of that right's form."""
    lines = data.get("erased", "").splitlines()
    given = Particulars(
        basis=data.get("basis", ""),
        words={name: data.get(name, "") for name in WORDS.get(right, ())},
        erased=tuple(line.strip() for line in lines if line.strip()),
        done_on=data.get("done_on"),
        done_by=data.get("done_by"),
        until=data.get("until"),
    )
    plain = ("outcome", "done", "ground", "reasons")
    return {name: data[name] for name in plain} | {"particulars": given}
