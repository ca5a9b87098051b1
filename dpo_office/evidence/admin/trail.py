"""The trail and its seals, to be read: nobody adds to them or takes from them here (F6)."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy

from dpo_office.desk.admin import CaseAdmin
from dpo_office.desk.case_file import CaseFile
from dpo_office.evidence.admin import event_page, seal_page
from dpo_office.evidence.admin.trail_list import AboutWhat, EventList, When
from dpo_office.evidence.models import Event, Seal
from dpo_office.evidence.services.exported import records_of
from dpo_office.organisation.access import may_see_persons


@admin.register(Event)
class EventAdmin(CaseAdmin):
    """Found by the reference of a case, or by the event's own number."""

    list_display: ClassVar = ["what", "subject", "who", "at"]
    list_filter: ClassVar = [When, AboutWhat]
    list_select_related: ClassVar = ["actor", "about_type"]
    search_fields: ClassVar = ["pk"]
    search_help_text = gettext_lazy("The whole reference of a case, or the number of an event")
    sortable_by: ClassVar = []

    what = admin.display(description=gettext_lazy("what"))(lambda self, event: event.in_words())

    @admin.display(description=gettext_lazy("about"))
    def subject(self, event: Event) -> str:
        about = event.subject
        if about is None or not about.reference:
            return f"{event.about_type.name} {event.about_id}" if event.about_type_id else ""
        text = format_html("{} <small>{}</small>", about.title, about.reference)
        return format_html('<a href="{}">{}</a>', about.url, text) if about.url else text

    @admin.display(description=gettext_lazy("who"))
    def who(self, event: Event) -> str:
        return event_page.who(event)

    def has_add_permission(self, request, obj=None) -> bool:
        return False

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[EventList]:
        return EventList

    def get_search_results(self, request, queryset, search_term):
        return event_search(queryset, search_term.strip()), False

    def case_file(self, request, record, typed) -> CaseFile:
        return event_page.file_of(request, record, persons=may_see_persons(request.user))


@admin.register(Seal)
class SealAdmin(CaseAdmin):
    """What was signed, as it was signed."""

    list_display: ClassVar = ["number", "count", "sealed_at", "key"]
    sortable_by: ClassVar = []
    search_fields: ClassVar = ["number"]
    search_help_text = gettext_lazy("The number of a signature")

    def has_add_permission(self, request, obj=None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).defer("members")

    def get_search_results(self, request, queryset, search_term):
        if not search_term.strip():
            return queryset, False
        return queryset.filter(pk=number_of(search_term)), False

    def case_file(self, request, record, typed) -> CaseFile:
        return seal_page.file_of(record)


def event_search(queryset: QuerySet, term: str) -> QuerySet:
    """The events of a case by its reference, or one by its number; else none."""
    if not term:
        return queryset
    if number := number_of(term):
        return queryset.filter(pk=number)
    wanted = Event.objects.about_any(*records_of(term.upper()))
    return queryset.filter(pk__in=wanted.order_by().values("pk"))


def number_of(term: str) -> int:
    """The number in "#17" or "17"; 0 when there is none that a row could have."""
    digits = term.strip().lstrip("#")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 19 else 0
