"""The list of the trail: what each event is about, asked for all at once; filters by choices."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, ClassVar

from django.apps import apps
from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from dpo_office.desk.view_filter import ViewFilter
from dpo_office.evidence.models import Event
from dpo_office.lib import doors
from dpo_office.lib.door_shapes import ClockSubject
from dpo_office.organisation.models import User


class EventList(ChangeList):
    """Names what the events of one page are about by one question per kind of record."""

    def __init__(self, request: HttpRequest, *args: Any) -> None:
        self.viewer = request.user
        super().__init__(request, *args)

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = list(self.result_list)
        self.prepare(self.result_list)

    def prepare(self, rows: list[Event]) -> None:
        """What `desk.xlsx` asks for each chunk as well."""
        name_subjects(rows, viewer=self.viewer)


def name_subjects(events: Iterable[Event], *, viewer: User) -> None:
    """Give each event its `subject`: None where no app names records of that kind."""
    wanted: dict[int, set[int]] = defaultdict(set)
    for event in events:
        if event.about_type_id and event.about_id:
            wanted[event.about_type_id].add(event.about_id)
    found: dict[tuple[int, int], ClockSubject] = {}
    for type_id, ids in wanted.items():
        kind = ContentType.objects.get_for_id(type_id)
        handler = doors.clock_handlers.get(f"{kind.app_label}.{kind.model}")
        for pk, subject in (handler.describe(ids, viewer=viewer) if handler else {}).items():
            found[type_id, pk] = subject
    for event in events:
        event.subject = found.get((event.about_type_id or 0, event.about_id or 0))


class AboutWhat(ViewFilter):
    """By what an event is about, which has an index; the choices are our apps."""

    title = _("about")
    parameter_name = "about"
    views: ClassVar = {
        "any": _("Anything"),
        "requests_app": _("Requests"),
        "correspondence": _("Letters and mails"),
        "worklist": _("Tasks and findings"),
        "parties": _("Customers and people"),
        "organisation": _("Accounts and the organisation"),
        "retention": _("Purges"),
        "evidence": _("Files, approvals and signatures"),
    }

    def view(self, queryset: QuerySet, name: str, user: User) -> QuerySet:
        if name == "any":
            return queryset
        models = apps.get_app_config(name).get_models()
        kinds = ContentType.objects.get_for_models(*models, for_concrete_models=False).values()
        return queryset.filter(about_type__in=[kind.pk for kind in kinds])

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return list(self.views.items())


class When(ViewFilter):
    """By the time of recording; the index by time answers."""

    title = _("recorded")
    parameter_name = "when"
    views: ClassVar = {
        "ever": _("At any time"),
        "day": _("In the last 24 hours"),
        "week": _("In the last 7 days"),
        "month": _("In the last 31 days"),
        "year": _("In the last 366 days"),
    }
    DAYS: ClassVar = {"day": 1, "week": 7, "month": 31, "year": 366}

    def view(self, queryset: QuerySet, name: str, user: User) -> QuerySet:
        return queryset.recorded_within(self.DAYS[name]) if name in self.DAYS else queryset

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return list(self.views.items())
