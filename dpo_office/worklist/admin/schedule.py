"""What time does, to be looked at and paused; what it does and when stands in settings (A9)."""

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_celery_beat.models import PeriodicTask
from unfold.decorators import action
from unfold.forms import BaseDialogForm
from unfold.widgets import UnfoldAdminTextareaWidget

from dpo_office.desk.admin import ReadOnlyAdmin
from dpo_office.desk.deeds import do
from dpo_office.worklist.services import people, schedule


class PauseForm(BaseDialogForm):
    reason = forms.CharField(label=_("Reason"), widget=UnfoldAdminTextareaWidget)


@admin.register(PeriodicTask)
class ScheduleAdmin(ReadOnlyAdmin):
    list_display = ["name", "rhythm", "last_run_at", "runs"]
    list_filter = ["enabled"]
    search_fields = ["name"]
    fields = ["name", "rhythm", "runs", "last_run_at", "total_run_count", "queue", "task"]
    readonly_fields = ["rhythm", "runs"]
    actions_detail = ["pause", "resume"]

    @admin.display(description=_("when"))
    def rhythm(self, entry: PeriodicTask) -> str:
        return str(entry.scheduler)

    @admin.display(description=_("runs"), boolean=True, ordering="enabled")
    def runs(self, entry: PeriodicTask) -> bool:
        return entry.enabled

    @action(
        description=_("Pause"),
        permissions=["pause"],
        icon="pause_circle",
        dialog={
            "title": _("Why must this stand still?"),
            "description": _("It stays a finding until somebody resumes it."),
            "form_class": PauseForm,
            "form_submit_text": _("Pause it"),
        },
    )
    def pause(self, request: HttpRequest, form: PauseForm, object_id: str) -> HttpResponse:
        entry = get_object_or_404(PeriodicTask, pk=object_id)
        given = {"reason": form.cleaned_data["reason"], "today": people.today()}
        deed = lambda: schedule.pause(entry, by=request.user, **given)  # noqa: E731
        return do(request, deed, said=_("It is paused, and a finding."), back=_page(entry))

    @action(
        description=_("Resume"),
        permissions=["resume"],
        icon="play_circle",
        dialog={"title": _("Do this again from now on?"), "form_submit_text": _("Resume it")},
    )
    def resume(self, request: HttpRequest, form: BaseDialogForm, object_id: str) -> HttpResponse:
        entry = get_object_or_404(PeriodicTask, pk=object_id)
        deed = lambda: schedule.resume(entry, by=request.user)  # noqa: E731
        return do(request, deed, said=_("It runs again."), back=_page(entry))


def _page(entry: PeriodicTask) -> str:
    return reverse("admin:django_celery_beat_periodictask_change", args=[entry.pk])
