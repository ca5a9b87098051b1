"""Lists of rows about something: each row told by what it is about, asked for all at once."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from dpo_office.worklist.services import subjects


class SubjectList(ChangeList):
    """Names what the rows of one page are about by one question per kind."""

    def __init__(self, request: HttpRequest, *args: Any) -> None:
        self.viewer = request.user
        super().__init__(request, *args)

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = list(self.result_list)
        subjects.attach(self.model_admin.about_rows(self.result_list), viewer=request.user)


class SubjectMixin:
    """For a ModelAdmin whose rows are about something."""

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return SubjectList

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None):
        row = super().get_object(request, object_id, from_field)
        if row is not None:
            subjects.attach(self.about_rows([row]), viewer=request.user)
        return row

    def about_rows(self, rows: Iterable[Any]) -> Iterable[Any]:
        """The rows that are about something: those listed, unless they hang on another."""
        return rows

    @admin.display(description=_("about"))
    def subject(self, row: Any) -> str:
        return subject_link(row)


def subject_link(row: Any) -> str:
    """What the row is about, linked: title, then its reference."""
    about = row.subject
    if not about.reference:
        return ""
    text = format_html("{} <small>{}</small>", about.title, about.reference)
    return format_html('<a href="{}">{}</a>', about.url, text) if about.url else text


class ViewFilter(admin.SimpleListFilter):
    """Which rows: without a choice those of the first view, for a list is what is left to do."""

    title = _("which")
    parameter_name = "which"
    views: dict[str, Any] = {}

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [*self.views.items(), ("all", _("All"))]

    def value(self) -> str:
        return super().value() or next(iter(self.views))

    def choices(self, changelist: ChangeList) -> Iterator[dict]:
        for value, label in self.lookup_choices:
            yield {
                "selected": value == self.value(),
                "query_string": changelist.get_query_string({self.parameter_name: value}),
                "display": label,
            }

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() not in self.views:
            return queryset
        return self.view(queryset, self.value(), request.user)

    def view(self, queryset: Any, name: str, user: Any) -> Any:
        """The rows of the view of that name, for that user."""
        raise NotImplementedError
