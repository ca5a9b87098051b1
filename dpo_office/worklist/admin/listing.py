"""Lists of rows about something: each row told by what it is about, asked for all at once."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from dpo_office.desk.view_filter import ViewFilter
from dpo_office.worklist.services import subjects

__all__ = ["SubjectList", "SubjectMixin", "ViewFilter", "subject_link"]


class SubjectList(ChangeList):
    """Names what the rows of one page are about by one question per kind."""

    def __init__(self, request: HttpRequest, *args: Any) -> None:
        self.viewer = request.user
        super().__init__(request, *args)

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = list(self.result_list)
        self.prepare(self.result_list)

    def prepare(self, rows: list[Any]) -> None:
        """What `desk.xlsx` asks for each chunk as well."""
        subjects.attach(self.model_admin.about_rows(rows), viewer=self.viewer)


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
