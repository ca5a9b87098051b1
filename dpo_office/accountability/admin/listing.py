"""Lists of enquiries and matters: the clocks of one page's rows are asked for at once."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dpo_office.accountability.admin.pieces import due
from dpo_office.worklist.models import Clock


class ClockedList(ChangeList):
    """Gives each row its newest clock."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = list(self.result_list)
        self.prepare(self.result_list)

    def prepare(self, rows: Sequence[Any]) -> None:
        """Ask for the clocks of these rows."""
        kind = ContentType.objects.get_for_model(self.model)
        ids = [row.pk for row in rows]
        found = Clock.objects.filter(about_type=kind, about_id__in=ids).order_by("pk")
        clocks = {clock.about_id: clock for clock in found}
        for row in rows:
            row.due_cell = two_lines(**due(row, clocks))


def two_lines(first: Any, second: Any, tone: str = "strong") -> str:
    line = '<span class="desk-two tone-{}"><b title="{}">{}</b><small>{}</small></span>'
    return format_html(line, tone, first, first, second)


class OpenFilter(admin.SimpleListFilter):
    title = gettext_lazy("stage")
    parameter_name = "stage"

    def lookups(self, request, model_admin):
        return [("open", _("open")), ("closed", _("closed"))]

    def queryset(self, request, queryset):
        if self.value() == "open":
            return queryset.open()
        return queryset.filter(closed_at__isnull=False) if self.value() == "closed" else queryset
