"""Letter templates: each language's text, rewritten as a new version; passages likewise."""

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import (
    UnfoldAdminSingleDateWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from dpo_office.correspondence.admin.downloads import attachment
from dpo_office.correspondence.admin.letter_page import timeline_of
from dpo_office.correspondence.models import Template, TemplateVersion
from dpo_office.correspondence.refusals import LetterRefused
from dpo_office.correspondence.services import paper, templates
from dpo_office.desk.admin import CaseAdmin
from dpo_office.desk.case_file import CaseFile, NextStep, Section, StateLabel, StepDoor
from dpo_office.lib import doors
from dpo_office.lib.placeholders import PlaceholderRefused
from dpo_office.organisation.access import may_see_persons


class TextForm(forms.Form):
    """One language's text; `after` is the version that the page showed."""

    subject = forms.CharField(
        label=gettext_lazy("Subject"),
        max_length=200,
        required=False,
        widget=UnfoldAdminTextInputWidget,
    )
    body = forms.CharField(
        label=gettext_lazy("Text"), widget=UnfoldAdminTextareaWidget(attrs={"rows": 18})
    )
    after = forms.IntegerField(widget=forms.HiddenInput)


class ReviewForm(forms.Form):
    lawyer = forms.CharField(
        label=gettext_lazy("Lawyer"), max_length=120, widget=UnfoldAdminTextInputWidget
    )
    on = forms.DateField(
        label=gettext_lazy("Read on"),
        initial=timezone.localdate,
        widget=UnfoldAdminSingleDateWidget,
    )


def _rewrite(template: Template, by: Any, data: dict[str, Any]) -> str:
    language = data.pop("number")
    if language not in dict(settings.LANGUAGES):
        raise LetterRefused(_("Letters are not written in this language."))
    version = templates.rewrite(template, language=language, by=by, **data)
    return _("Version %(n)s is in use from now on.") % {"n": version.number}


def _review(template: Template, by: Any, data: dict[str, Any]) -> str:
    version = get_object_or_404(template.versions, pk=data.pop("number") or 0)
    templates.mark_reviewed(version, by=by, **data)
    return _("The review is recorded.")


@admin.register(Template)
class TemplateAdmin(CaseAdmin):
    """Kinds of letters are the office's own; their texts are yours."""

    steps: ClassVar = {
        "rewrite": StepDoor(_rewrite, TextForm),
        "review": StepDoor(_review, ReviewForm),
    }
    refusals: ClassVar = (LetterRefused, PlaceholderRefused)
    list_display: ClassVar = ["name", "purpose", "languages", "is_passage"]
    list_filter: ClassVar = ["is_passage", "is_answer"]
    search_fields: ClassVar = ["name", "purpose"]

    def has_add_permission(self, request, obj=None) -> bool:
        return False

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("versions")

    @admin.display(description=gettext_lazy("languages"))
    def languages(self, template: Template) -> str:
        return ", ".join(sorted({version.language for version in template.versions.all()}))

    def case_file(self, request, record, typed):
        may_change = request.user.has_perm("correspondence.change_template")
        texts = [(code, label, record.current(code)) for code, label in settings.LANGUAGES]
        return CaseFile(
            title=record.name,
            subtitle=record.purpose,
            reference=record.key,
            labels=_labels(record, [version for *_rest, version in texts if version]),
            steps=_review_steps(texts, typed) if may_change else [],
            sections=[
                Section(
                    str(label),
                    "correspondence/text_form.html",
                    _text(record, code, version, typed) | {"may_change": may_change},
                    note=_note(version),
                )
                for code, label, version in texts
            ],
            timeline=timeline_of(record),
        )

    def get_urls(self):
        pdf = self.admin_site.admin_view(self.pdf_view)
        urls = [path("text/<int:pk>/pdf/", pdf, name="correspondence_text_pdf")]
        return [*urls, *super().get_urls()]

    def pdf_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A text on paper; with `case`, a reference, filled with what that case has."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        version = get_object_or_404(TemplateVersion.objects.select_related("template"), pk=pk)
        if version.template.is_passage:
            raise Http404
        try:
            pdf = paper.sample(version, self._values(request, version.language))
        except LetterRefused as refusal:
            messages.error(request, str(refusal))
            return redirect(self.page_of(version.template))
        return attachment(pdf, name="sample.pdf", content_type="application/pdf")

    def _values(self, request: HttpRequest, language: str) -> dict[str, Any]:
        """Of the case that was asked for; empty without. Raises PermissionDenied, LetterRefused."""
        reference = request.GET.get("case", "").strip().upper()
        if not reference:
            return {}
        if not may_see_persons(request.user):
            raise PermissionDenied
        found = [one.sample(reference, language) for one in doors.letter_samples]
        for case, values in filter(None, found):
            doors.look(case, by=request.user)
            return dict(values)
        raise LetterRefused(_("There is no case of this reference."))


def _labels(template: Template, versions: list[TemplateVersion]) -> list[StateLabel]:
    labels = [StateLabel(_("Passage"), "rest")] if template.is_passage else []
    if any(version.warning for version in versions):
        labels.append(StateLabel(_("No lawyer has reviewed some of these texts yet"), "soon"))
    return labels


def _note(version: TemplateVersion | None) -> str:
    if version is None:
        return _("no text yet")
    if version.reviewed_on is None:
        return _("version %(n)s · %(warning)s") % {"n": version.number, "warning": version.warning}
    return _("version %(n)s · reviewed by %(lawyer)s on %(day)s") % {
        "n": version.number,
        "lawyer": version.reviewed_by,
        "day": version.reviewed_on.isoformat(),
    }


def _text(
    template: Template, language: str, version: TemplateVersion | None, typed: dict[str, forms.Form]
) -> dict[str, Any]:
    saved = {"after": version.number if version else 0}
    if version:
        saved |= {"subject": version.subject, "body": version.body}
    name = f"rewrite-{language}"
    return {
        "name": name,
        "form": typed.get(name) or TextForm(initial=saved, prefix=name),
        "version": version,
        "is_passage": template.is_passage,
        "older": [v for v in template.versions.all() if v.language == language and v != version],
        "in_subject": templates.possible_in_subject(template),
        "in_body": templates.possible_in_body(template),
        "required": template.requires,
    }


def _review_steps(
    texts: list[tuple[str, Any, Any]], typed: dict[str, forms.Form]
) -> list[NextStep]:
    steps = []
    for _code, label, version in texts:
        if version and not version.reviewed_on:
            name = f"review-{version.pk}"
            words = _("A lawyer read the %(language)s text") % {"language": label}
            form = typed.get(name) or ReviewForm(prefix=name)
            steps.append(NextStep(name, words, form=form, icon="gavel"))
    return steps
