"""A person's own calendar address: made, shown once, ended."""

from functools import partial

from django.conf import settings
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action
from unfold.forms import BaseDialogForm

from dpo_office.desk.admin import ReadOnlyAdmin
from dpo_office.desk.deeds import do
from dpo_office.worklist.models import CalendarFeed
from dpo_office.worklist.services import calendars


@admin.register(CalendarFeed)
class CalendarFeedAdmin(ReadOnlyAdmin):
    """Everybody sees and ends their own only."""

    list_display = ["made_at", "last_used_at", "revoked_at"]
    fields = ["made_at", "last_used_at", "revoked_at"]
    actions_list = ["make_address", "end_address"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).filter(user=request.user)

    @action(
        description=_("Make my calendar address"),
        permissions=["make_address"],
        icon="calendar_add_on",
        dialog={
            "title": _("Make a calendar address?"),
            "description": _(
                "Your calendar shows references and dates of your clocks and tasks. Whoever has "
                "the address can read them. A former address ends."
            ),
            "form_submit_text": _("Make it"),
        },
    )
    def make_address(self, request: HttpRequest, form: BaseDialogForm) -> HttpResponse:
        token = calendars.open_feed(request.user, by=request.user)
        address = settings.SITE_URL + reverse("calendar_feed", args=[token])
        answer = render(request, "worklist/calendar_address.html", {"address": address})
        answer["Cache-Control"] = "no-store"
        return answer

    @action(
        description=_("End my calendar address"),
        permissions=["end_address"],
        icon="event_busy",
        dialog={"title": _("End the address?"), "form_submit_text": _("End it")},
    )
    def end_address(self, request: HttpRequest, form: BaseDialogForm) -> HttpResponse:
        deed = partial(calendars.end_feed, request.user, by=request.user)
        back = reverse("admin:worklist_calendarfeed_changelist")
        return do(request, deed, said=_("The address has ended."), back=back)
