"""The one inbox of findings: resolved, or accepted for a while with a reason."""

from functools import partial

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action
from unfold.forms import BaseDialogForm
from unfold.widgets import UnfoldAdminDateWidget, UnfoldAdminTextareaWidget

from dpo_office.desk.admin import ReadOnlyAdmin
from dpo_office.desk.deeds import do, do_each
from dpo_office.organisation.models import User
from dpo_office.worklist.admin.listing import SubjectMixin, ViewFilter
from dpo_office.worklist.models import Finding
from dpo_office.worklist.services import findings, people


class WhichFindings(ViewFilter):
    views = {
        "open": _("Open"),
        "mine": _("Waiting for me"),
        "failures": _("Failures"),
        "accepted": _("Accepted for a while"),
        "resolved": _("Resolved"),
    }

    def view(self, queryset: QuerySet, name: str, user: User) -> QuerySet:
        match name:
            case "mine":
                return people.waiting_for(queryset.open(), user, people.today())
            case "failures":
                return queryset.failures()
            case "accepted" | "resolved":
                return queryset.filter(status=name)
        return queryset.open()


class AcceptForm(BaseDialogForm):
    until = forms.DateField(label=_("Until"), widget=UnfoldAdminDateWidget)
    reason = forms.CharField(label=_("Reason"), widget=UnfoldAdminTextareaWidget)


@admin.register(Finding)
class FindingAdmin(SubjectMixin, ReadOnlyAdmin):
    nothing = _("No finding is open: every check holds.")
    list_display = ["text", "subject", "due_on", "owner", "status", "last_seen_at"]
    list_filter = [WhichFindings]
    list_select_related = ["owner"]
    search_fields = ["check_name", "text", "reference"]
    readonly_fields = ["subject", "stand_in"]
    fields = [
        "text", "subject", "check_name", "status", "accepted_until", "is_failure", "due_on",
        "owner", "stand_in", "first_seen_at", "last_seen_at",
    ]  # fmt: skip
    actions = ["resolve_selected"]
    actions_detail = ["resolve", "accept"]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        return (queryset.matching(search_term) if search_term else queryset), False

    @admin.display(description=_("stands in"))
    def stand_in(self, finding: Finding) -> User | None:
        return people.stand_in_note(finding.owner, people.today())

    @admin.action(description=_("Resolve the selected findings"), permissions=["resolve_selected"])
    def resolve_selected(self, request: HttpRequest, queryset: QuerySet) -> None:
        said = _("%(count)d findings are resolved.")
        do_each(request, queryset, lambda row: findings.resolve(row, by=request.user), said=said)

    @action(
        description=_("Resolve"),
        permissions=["resolve"],
        icon="check_circle",
        dialog={
            "title": _("Is this put right?"),
            "description": _("If the check still fails, it raises the finding anew."),
            "form_submit_text": _("It is put right"),
        },
    )
    def resolve(self, request: HttpRequest, form: BaseDialogForm, object_id: str) -> HttpResponse:
        finding = get_object_or_404(Finding, pk=object_id)
        deed = partial(findings.resolve, finding, by=request.user)
        return do(request, deed, said=_("The finding is resolved."), back=_page(finding))

    @action(
        description=_("Accept for a while"),
        permissions=["accept"],
        icon="schedule",
        dialog={
            "title": _("Why can we live with it, and until when?"),
            "description": _("The day after, it returns."),
            "form_class": AcceptForm,
        },
    )
    def accept(self, request: HttpRequest, form: AcceptForm, object_id: str) -> HttpResponse:
        finding = get_object_or_404(Finding, pk=object_id)
        given = {name: form.cleaned_data[name] for name in ("reason", "until")}
        deed = partial(findings.accept, finding, by=request.user, **given)
        return do(request, deed, said=_("The finding is accepted."), back=_page(finding))


def _page(finding: Finding) -> str:
    return reverse("admin:worklist_finding_change", args=[finding.pk])
