"""Actions on the list of requests: what each asks before it is done with all that are chosen."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget

from dpo_office.organisation.models import User
from dpo_office.worklist.admin import bulk_page
from requests_app.services import decision, handing, questions, replies, same_letter


class AssignForm(forms.Form):
    to = forms.ModelChoiceField(
        label=gettext_lazy("To"), queryset=User.objects.none(), widget=UnfoldAdminSelectWidget
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = handing.handlers()


class SpamForm(forms.Form):
    reasons = forms.CharField(
        label=gettext_lazy("How we know"),
        help_text=gettext_lazy("It stays in the office; without it nobody can show it later."),
        max_length=decision.LONGEST,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
    )


class LetterForm(forms.Form):
    letter = forms.ChoiceField(
        label=gettext_lazy("Letter"),
        choices=[
            (replies.ACKNOWLEDGEMENT, gettext_lazy("Acknowledgement")),
            (questions.CLARIFICATION, gettext_lazy("Ask what they mean (pauses)")),
            (same_letter.ANSWER, gettext_lazy("The answer, as each was decided")),
        ],
        widget=UnfoldAdminSelectWidget,
    )
    question = forms.CharField(
        label=gettext_lazy("What we ask, if we ask"),
        max_length=questions.LONGEST,
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("letter") == questions.CLARIFICATION and not data.get("question", "").strip():
            self.add_error("question", _("Write the question."))
        return data


class MergeForm(forms.Form):
    """Nothing is asked: the earliest stays."""


def assign(model_admin: Any, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
    return bulk_page.ask(
        model_admin,
        request,
        queryset,
        kind="assign",
        title=_("Hand requests over"),
        form=AssignForm,
        data=lambda words: {"to": words["to"].pk},
    )


def same_letter_page(
    model_admin: Any, request: HttpRequest, queryset: QuerySet
) -> HttpResponse | None:
    return bulk_page.ask(
        model_admin,
        request,
        queryset,
        kind="draft_letters",
        title=_("Write the same letter"),
        form=LetterForm,
        data=dict,
        note=_("Each is drafted for its own case. You read them before any is sent."),
    )


def end_as_spam(model_admin: Any, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
    return bulk_page.ask(
        model_admin,
        request,
        queryset,
        kind="end_as_spam",
        title=_("End as no request"),
        form=SpamForm,
        data=dict,
        note=_("No letter leaves. The cases stay to be seen, and are redacted by schedule."),
    )


def merge(model_admin: Any, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
    """The earliest of the chosen stays, with its earlier clocks; the others go into it."""
    first = queryset.order_by("received_at", "pk").first()
    if first is None or queryset.count() < 2:
        messages.error(request, _("Choose two cases or more."))
        return None
    return bulk_page.ask(
        model_admin,
        request,
        queryset.exclude(pk=first.pk),
        kind="merge",
        title=_("Merge duplicates"),
        form=MergeForm,
        data=lambda _words: {"into": first.pk},
        note=_("They go into %(case)s, which came first. Its dates stay.") % {"case": first},
    )
