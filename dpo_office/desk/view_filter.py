"""A filter whose choices are the views of a list; the first is shown without a choice."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


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
