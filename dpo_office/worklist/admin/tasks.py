"""Tasks: what people have to do, finished and handed over from here."""

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
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget

from dpo_office.desk.admin import ReadOnlyAdmin
from dpo_office.desk.deeds import do, do_each
from dpo_office.organisation.models import User
from dpo_office.worklist.admin.listing import SubjectMixin, ViewFilter
from dpo_office.worklist.models import Task
from dpo_office.worklist.services import people, tasks


class WhichTasks(ViewFilter):
    views = {
        "open": _("Open"),
        "mine": _("Waiting for me"),
        "late": _("Late"),
        "over": _("Done or dropped"),
    }

    def view(self, queryset: QuerySet, name: str, user: User) -> QuerySet:
        today = people.today()
        match name:
            case "mine":
                return people.waiting_for(queryset.open(), user, today)
            case "late":
                return queryset.late(today)
            case "over":
                return queryset.exclude(status=Task.Status.OPEN)
        return queryset.open()


class ReasonForm(BaseDialogForm):
    reason = forms.CharField(label=_("Reason"), widget=UnfoldAdminTextareaWidget)


class HandOverForm(BaseDialogForm):
    to = forms.ModelChoiceField(
        User.objects.filter(is_active=True), label=_("To"), widget=UnfoldAdminSelectWidget
    )


@admin.register(Task)
class TaskAdmin(SubjectMixin, ReadOnlyAdmin):
    nothing = _("No task is open.")
    list_display = ["__str__", "subject", "due_on", "owner", "status"]
    list_filter = [WhichTasks]
    list_select_related = ["owner"]
    search_fields = ["title", "reference"]
    readonly_fields = ["subject", "stand_in"]
    fields = [
        "title", "subject", "status", "due_on", "owner", "stand_in", "opened_at", "finished_at",
    ]  # fmt: skip
    actions = ["finish_selected"]
    actions_detail = ["finish", "hand_over", "drop"]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        return (queryset.matching(search_term) if search_term else queryset), False

    @admin.display(description=_("stands in"))
    def stand_in(self, task: Task) -> User | None:
        return people.stand_in_note(task.owner, people.today())

    @admin.action(description=_("Finish the selected tasks"), permissions=["finish_selected"])
    def finish_selected(self, request: HttpRequest, queryset: QuerySet) -> None:
        said = _("%(count)d tasks are done.")
        do_each(request, queryset, lambda task: tasks.finish(task, by=request.user), said=said)

    @action(
        description=_("Finish"),
        permissions=["finish"],
        icon="check_circle",
        dialog={"title": _("Is this done?"), "form_submit_text": _("It is done")},
    )
    def finish(self, request: HttpRequest, form: BaseDialogForm, object_id: str) -> HttpResponse:
        task = get_object_or_404(Task, pk=object_id)
        deed = partial(tasks.finish, task, by=request.user)
        return do(request, deed, said=_("The task is done."), back=_page(task))

    @action(
        description=_("Hand over"),
        permissions=["hand_over"],
        icon="forward",
        dialog={"title": _("Who does it from now on?"), "form_class": HandOverForm},
    )
    def hand_over(self, request: HttpRequest, form: HandOverForm, object_id: str) -> HttpResponse:
        task = get_object_or_404(Task, pk=object_id)
        to = form.cleaned_data["to"]
        deed = partial(tasks.hand_over, task, to=to, by=request.user)
        return do(request, deed, said=_("The task is handed over."), back=_page(task))

    @action(
        description=_("Drop"),
        permissions=["drop"],
        icon="block",
        dialog={"title": _("Why is it not needed any more?"), "form_class": ReasonForm},
    )
    def drop(self, request: HttpRequest, form: ReasonForm, object_id: str) -> HttpResponse:
        task = get_object_or_404(Task, pk=object_id)
        reason = form.cleaned_data["reason"]
        deed = partial(tasks.drop, task, by=request.user, reason=reason)
        return do(request, deed, said=_("The task is dropped."), back=_page(task))


def _page(task: Task) -> str:
    return reverse("admin:worklist_task_change", args=[task.pk])
