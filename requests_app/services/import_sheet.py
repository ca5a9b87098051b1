"""The workbook that requests are imported from: its columns, reading it, giving one out (F7)."""

import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any, BinaryIO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font
from openpyxl.worksheet.datavalidation import DataValidation

from dpo_office.lib.spreadsheet import Cell, stream
from requests_app.models import Exercise, SubjectRequest

MOST_ROWS = 5_000
LARGEST = 5 * 1024 * 1024  # bytes, packed
LARGEST_UNPACKED = 60 * 1024 * 1024
OUTCOMES = [o for o in Exercise.Status.values if o not in ("open", "merged")]


@dataclass(frozen=True)
class Column:
    """One column: its title in the workbook, what stands in it, the values that it may have."""

    key: str
    title: str
    about: Any
    required: bool = False
    values: tuple[str, ...] = ()


COLUMNS = [
    Column("former_reference", "Your reference",
           gettext_lazy("What you called the case until now. The same one is imported once.")),
    Column("name", "Name", gettext_lazy("Of the person."), required=True),
    Column("email", "Address", gettext_lazy("The person's e-mail address."), required=True),
    Column("received", "Received", gettext_lazy("The day, or day and time, of receipt."),
           required=True),
    Column("rights", "Rights", gettext_lazy("One or several, with commas."), required=True,
           values=tuple(Exercise.Right.values)),
    Column("language", "Language", gettext_lazy("Of letters; English if empty."),
           values=tuple(code for code, _name in settings.LANGUAGES)),
    Column("channel", "Came by", gettext_lazy("E-mail if empty."),
           values=tuple(SubjectRequest.Channel.values)),
    Column("words", "In their words", gettext_lazy("What the person wrote.")),
    Column("outcome", "Outcome", gettext_lazy("Of all rights; empty while the case is open."),
           values=tuple(OUTCOMES)),
    Column("ground", "Ground", gettext_lazy("Of a refusal, in whole or in part."),
           values=tuple(Exercise.Ground.values)),
    Column("reasons", "Reasons", gettext_lazy("What the person was told, or how we know.")),
    Column("answered", "Answered", gettext_lazy("When the answer left, or the case ended.")),
    Column("handler", "Handler", gettext_lazy("A colleague's address; you if empty.")),
]  # fmt: skip
TITLES = {column.title.casefold(): column.key for column in COLUMNS}
Row = Mapping[str, Any]


def read(file: BinaryIO) -> dict[int, Row]:
    """The rows that hold something, by their numbers in the sheet; cells as they are typed.

    Raises ValidationError with a sentence for what is no such workbook, or too large. Formulas
    are not computed: the value that was saved with them counts.
    """
    _check_size(file)
    try:
        book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        rows = book.worksheets[0].iter_rows(values_only=True, max_col=60)
        head = next(rows, ())
        keys = [TITLES.get(str(title or "").strip().casefold(), "") for title in head]
        _check_head(keys)
        found = dict(_filled(rows, keys))
    except ValidationError:
        raise
    except Exception as broken:  # whatever a parser makes of hostile bytes
        raise ValidationError(_("This is no workbook that can be read. Save it anew.")) from broken
    if not found:
        raise ValidationError(_("No row is filled in."))
    return found


def empty() -> bytes:
    """A workbook to be filled in: the columns, their lists of values, and what they mean."""
    book = Workbook()
    sheet, guide = book.active, book.create_sheet("How to")
    for number, column in enumerate(COLUMNS, start=1):
        cell = sheet.cell(1, number, column.title)
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = 22
        values = ", ".join(column.values)
        guide.append(
            [column.title, str(column.about), _("needed") if column.required else "", values]
        )
        if column.values and column.key != "rights":
            guide_row = f"'How to'!$F${number}:${_letter(5 + len(column.values))}${number}"
            for place, value in enumerate(column.values):
                guide.cell(number, 6 + place, value)
            allowed = DataValidation("list", formula1=guide_row, allow_blank=True)
            allowed.add(f"{cell.column_letter}2:{cell.column_letter}{MOST_ROWS + 1}")
            sheet.add_data_validation(allowed)
    sheet.freeze_panes = "A2"
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def given_back(rows: Iterator[tuple[Row, str]]) -> Iterator[bytes]:
    """Rows that were not imported as a workbook, each with the reason: to be mended, sent again."""
    head = [column.title for column in COLUMNS]
    lines = ([*(_cell(row.get(c.key)) for c in COLUMNS), why] for row, why in rows)
    return stream([*head, _("Why not")], lines)


def _cell(value: Any) -> Cell:
    return value if isinstance(value, str | int | float | bool | date) else None


def _letter(number: int) -> str:
    return chr(ord("A") + number) if number < 26 else "A" + chr(ord("A") + number - 26)


def _check_size(file: BinaryIO) -> None:
    if file.seek(0, 2) > LARGEST:
        raise ValidationError(_("The workbook is larger than 5 MB. Split it."))
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile:
        raise ValidationError(_("This is no workbook that can be read. Save it anew.")) from None
    if unpacked > LARGEST_UNPACKED:
        raise ValidationError(_("The workbook holds more than can be read. Split it."))
    file.seek(0)


def _check_head(keys: list[str]) -> None:
    missing = [column.title for column in COLUMNS if column.required and column.key not in keys]
    if missing:
        words = {"titles": ", ".join(missing)}
        raise ValidationError(
            _("The first row must hold the titles of the columns. Missing: %(titles)s.") % words
        )
    twice = {key for key in keys if key and keys.count(key) > 1}
    if twice:
        titles = [column.title for column in COLUMNS if column.key in twice]
        words = {"titles": ", ".join(titles)}
        raise ValidationError(_("These columns are there twice: %(titles)s.") % words)


def _filled(rows: Iterator[tuple], keys: list[str]) -> Iterator[tuple[int, Row]]:
    taken = 0
    for number, cells in enumerate(rows, start=2):
        row = {
            key: cell
            for key, cell in zip(keys, cells, strict=False)
            if key and cell is not None and str(cell).strip()
        }
        if not row:
            continue
        taken += 1
        if taken > MOST_ROWS:
            words = {"most": MOST_ROWS}
            raise ValidationError(_("More than %(most)d rows. Split the workbook.") % words)
        yield number, row


def as_moment(value: Any, *, zone: Any, late: bool = False) -> datetime | None:
    """A cell as an instant in the office's zone; a day alone is its beginning, or its end.

    Raises ValueError for what is neither a date nor ISO 8601.
    """
    if value is None or value == "":
        return None
    if isinstance(value, str):
        value = value.strip()
        value = date.fromisoformat(value) if len(value) == 10 else datetime.fromisoformat(value)
    if not isinstance(value, date):
        raise ValueError("no date")
    alone = not isinstance(value, datetime) or value.time().isoformat() == "00:00:00"
    if not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day)  # noqa: DTZ001  # the zone follows
    if alone and late:
        value = value.replace(hour=23, minute=59)
    return value if value.tzinfo else value.replace(tzinfo=zone)
