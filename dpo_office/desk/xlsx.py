"""Every list as a workbook: its filter, its order, its rights; typed, and of any length (F7)."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from html import unescape
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.admin.utils import label_for_field, lookup_field
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString

from dpo_office.lib.spreadsheet import Cell, stream

CHUNK = 500  # rows that are read, and prepared, at once
TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class Column:
    """One column of a workbook: its title, and what a row says in it."""

    title: str
    value: Callable[[Any], Cell | models.Model]


def workbook(changelist: ChangeList, request: HttpRequest) -> Iterator[bytes]:
    """The rows of a list, not its page; each cell as the list shows it to that reader."""
    columns = changelist.model_admin.xlsx_columns(request)
    zone = timezone.get_current_timezone()  # now: whoever reads the stream has another
    rows = _prepared(changelist)
    return stream([str(c.title) for c in columns], _cells(rows, columns, zone))


def columns_of_list(model_admin: Any, names: Sequence[str]) -> list[Column]:
    """What the list shows, as columns: fields typed, drawn cells as their words."""
    return [
        Column(
            str(label_for_field(name, model_admin.model, model_admin)), _shown(model_admin, name)
        )
        for name in names
        if name != "action_checkbox"
    ]


def _shown(model_admin: Any, name: str) -> Callable[[Any], Cell | models.Model]:
    def value(row: models.Model) -> Cell | models.Model:
        try:
            field, _attribute, value = lookup_field(name, row, model_admin)
        except ObjectDoesNotExist:
            return None
        if field is not None and field.flatchoices:
            return str(dict(field.flatchoices).get(value, value))
        return value

    return value


def _prepared(changelist: ChangeList) -> Iterator[models.Model]:
    """All rows, in chunks for which the list asks what it shows of each at once."""
    rows = changelist.queryset.iterator(chunk_size=CHUNK)
    while chunk := list(islice(rows, CHUNK)):
        if prepare := getattr(changelist, "prepare", None):
            prepare(chunk)
        yield from chunk


def _cells(
    rows: Iterable[Any], columns: Sequence[Column], zone: ZoneInfo | Any
) -> Iterator[list[Cell]]:
    for row in rows:
        yield [_typed(column.value(row), zone) for column in columns]


def _typed(value: Any, zone: Any) -> Cell:
    if isinstance(value, SafeString):  # what a list draws is told in its words
        return " ".join(unescape(TAG.sub(" ", value)).split())
    match value:
        case None | bool() | int() | float():
            return value
        case datetime():
            return value.astimezone(zone) if value.tzinfo else value
        case date():
            return value
        case list() | tuple():
            return ", ".join(map(str, value))
    return str(value)
