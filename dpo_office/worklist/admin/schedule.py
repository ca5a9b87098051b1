"""What time does, to be looked at and paused; what it does and when stands in settings (A9)."""

from functools import partial

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django_celery_beat.models import PeriodicTask
from unfold.dataclasses import UnfoldAction
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
    list_display = ["what", "rhythm", "last_done", "runs"]
    list_filter = ["enabled"]
    list_select_related = ["interval", "crontab"]
    search_fields = ["name"]
    fields = ["what", "rhythm", "last_done", "runs", "why_paused"]
    readonly_fields = fields
    actions_detail = ["pause", "resume"]

    @admin.display(description=_("what is done"), ordering="name")
    def what(self, entry: PeriodicTask) -> str:
        return entry.name[:1].upper() + entry.name[1:]

    @admin.display(description=_("when"))
    def rhythm(self, entry: PeriodicTask) -> str:
        return rhythm_in_words(entry)

    @admin.display(description=_("last begun"), ordering="last_run_at")
    def last_done(self, entry: PeriodicTask) -> str:
        at = entry.last_run_at
        return date_format(timezone.localtime(at), "DATETIME_FORMAT") if at else ""

    @admin.display(description=_("runs"), boolean=True, ordering="enabled")
    def runs(self, entry: PeriodicTask) -> bool:
        return entry.enabled

    @admin.display(description=_("why it is paused"))
    def why_paused(self, entry: PeriodicTask) -> str:
        return "" if entry.enabled else schedule.reason_of(entry)

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None):
        return super().changelist_view(request, {"title": _("Schedule"), **(extra_context or {})})

    def get_actions_detail(self, request: HttpRequest, object_id: int) -> list[UnfoldAction]:
        """Only what can be done: what runs is paused, what is paused is resumed."""
        entry = self.get_object(request, str(object_id))
        runs = entry is not None and entry.enabled
        fits = "pause" if runs else "resume"
        found = super().get_actions_detail(request, object_id)
        return [each for each in found if each.action_name.endswith(f"_{fits}")]

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
        deed = partial(schedule.pause, entry, by=request.user, **given)
        return do(request, deed, said=_("It is paused, and a finding."), back=_page(entry))

    @action(
        description=_("Resume"),
        permissions=["resume"],
        icon="play_circle",
        dialog={"title": _("Do this again from now on?"), "form_submit_text": _("Resume it")},
    )
    def resume(self, request: HttpRequest, form: BaseDialogForm, object_id: str) -> HttpResponse:
        entry = get_object_or_404(PeriodicTask, pk=object_id)
        deed = partial(schedule.resume, entry, by=request.user)
        return do(request, deed, said=_("It runs again."), back=_page(entry))


def rhythm_in_words(entry: PeriodicTask) -> str:
    """When it is done: a period, or times of the day in UTC."""
    if entry.crontab:
        return str(entry.crontab.human_readable)
    seconds = int(entry.interval.schedule.run_every.total_seconds())
    if seconds % 3600 == 0:
        return ngettext("every hour", "every %(n)d hours", seconds // 3600) % {"n": seconds // 3600}
    if seconds % 60 == 0:
        return ngettext("every minute", "every %(n)d minutes", seconds // 60) % {"n": seconds // 60}
    return ngettext("every second", "every %(n)d seconds", seconds) % {"n": seconds}


def _page(entry: PeriodicTask) -> str:
    return reverse("admin:django_celery_beat_periodictask_change", args=[entry.pk])
