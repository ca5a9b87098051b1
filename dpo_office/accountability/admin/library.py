"""The answer library: what is said again and again, in versions, with how often (O5)."""

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from dpo_office.accountability.admin import pieces
from dpo_office.accountability.models import AnswerVersion, Enquiry, LibraryAnswer
from dpo_office.accountability.services import library
from dpo_office.desk.admin import CaseAdmin
from dpo_office.desk.case_file import CaseFile, NextStep, Section, StateLabel, StepDoor

Typed = dict[str, forms.Form]


class KeepForm(forms.Form):
    """An answer for the next who asks."""

    title = forms.CharField(
        label=gettext_lazy("What it answers"), max_length=160, widget=UnfoldAdminTextInputWidget
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=Enquiry.Kind.choices, widget=UnfoldAdminSelectWidget
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), choices=settings.LANGUAGES, widget=UnfoldAdminSelectWidget
    )
    body = forms.CharField(
        label=gettext_lazy("Text"),
        max_length=library.LONGEST,
        help_text=gettext_lazy("Without names: it is said to many."),
        widget=UnfoldAdminTextareaWidget,
    )


class TextForm(forms.Form):
    body = forms.CharField(
        label=gettext_lazy("Text"),
        max_length=library.LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    after = forms.IntegerField(widget=forms.HiddenInput)


def _rewrite(answer: LibraryAnswer, by: Any, data: dict[str, Any]) -> str:
    language = data.pop("number")
    if language not in dict(settings.LANGUAGES):
        return _("Letters are not written in this language.")
    version = library.rewrite(answer, language=language, by=by, **data)
    return _("Version %(n)s is in use from now on.") % {"n": version.number}


def _retire(answer: LibraryAnswer, by: Any, data: dict[str, Any]) -> str:
    library.retire(answer, by=by)
    return _("It is not offered any more.")


def _use_again(answer: LibraryAnswer, by: Any, data: dict[str, Any]) -> str:
    library.use_again(answer, by=by)
    return _("It is offered again.")


@admin.register(LibraryAnswer)
class LibraryAnswerAdmin(CaseAdmin):
    log_form = KeepForm
    log_title = gettext_lazy("Keep an answer")
    nothing = gettext_lazy("No answer is kept yet. Keep one from an enquiry, or write it here.")
    steps: ClassVar = {
        "rewrite": StepDoor(_rewrite, TextForm),
        "retire": StepDoor(_retire),
        "use_again": StepDoor(_use_again),
    }
    list_display: ClassVar = ["title", "kind", "languages", "used"]
    list_filter: ClassVar = ["kind", ("retired_at", admin.EmptyFieldListFilter)]
    search_fields: ClassVar = ["title"]
    search_help_text = gettext_lazy("Words of the title or of the text")
    sortable_by = ()

    def get_queryset(self, request):
        return super().get_queryset(request).counted().prefetch_related("versions")

    @admin.display(description=gettext_lazy("languages"))
    def languages(self, answer: LibraryAnswer) -> str:
        return ", ".join(sorted({version.language for version in answer.versions.all()}))

    @admin.display(description=gettext_lazy("used"))
    def used(self, answer: LibraryAnswer) -> str:
        return times(answer.times_used)

    def get_search_results(self, request, queryset, search_term):
        return (queryset.matching(search_term) if search_term else queryset), False

    def log(self, by, data):
        return library.keep(by=by, **data)

    def case_file(self, request, record, typed):
        uses = LibraryAnswer.objects.counted().get(pk=record.pk).times_used
        retired = [StateLabel(_("retired"), "rest")] if record.retired_at else []
        texts = [(label, record.current(code)) for code, label in settings.LANGUAGES]
        return CaseFile(
            title=record.title,
            subtitle=f"{record.get_kind_display()} · {times(uses)}",
            reference=f"#{record.pk}",
            labels=retired,
            steps=[s for s in _steps(record, typed) if self.may(request, s.name.split("-")[0])],
            sections=[
                Section(str(label), "desk/case_words.html", version.body, note=_note(version))
                for label, version in texts
                if version
            ],
            timeline=pieces.timeline([record]),
        )


def times(count: int) -> str:
    return ngettext("used %(n)d time", "used %(n)d times", count) % {"n": count}


def _note(version: AnswerVersion) -> str:
    return _("version %(n)s of the text") % {"n": version.number}


def _steps(answer: LibraryAnswer, typed: Typed) -> list[NextStep]:
    if answer.retired_at:
        return [NextStep("use_again", _("Take it back into use"), icon="undo", primary=True)]
    steps = [_rewriting(answer, code, str(label), typed) for code, label in settings.LANGUAGES]
    return [*steps, NextStep("retire", _("Retire"), icon="archive", seldom=True)]


def _rewriting(answer: LibraryAnswer, code: str, language: str, typed: Typed) -> NextStep:
    version, name = answer.current(code), f"rewrite-{code}"
    initial = {"body": version.body if version else "", "after": version.number if version else 0}
    label = _("Rewrite: %(language)s") if version else _("Write: %(language)s")
    form = typed.get(name) or TextForm(prefix=name, initial=initial)
    return NextStep(name, label % {"language": language}, form=form, icon="edit_note")
