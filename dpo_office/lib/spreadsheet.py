"""An XLSX sheet (ECMA-376) as a stream of bytes: any number of rows in a few hundred KB.

Written here since the libraries at hand either hold the whole sheet in memory or write it into a
named file in clear, which a killed process leaves behind (security A8). Text stays text: what
begins like a formula bears Excel's own mark for text, so it does not become one when somebody
edits the cell (A5), and what is read back is exactly what was written.
"""

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from io import RawIOBase
from xml.sax.saxutils import escape

Cell = str | int | float | bool | date | datetime | None
MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 1_048_576  # of a sheet; Excel opens no more
LONGEST = 32_767  # characters of a cell; Excel opens no more
FORMULA = ("=", "+", "-", "@", "\t", "\r")
UNPRINTABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, 2.2
EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001  # Excel's day 0 has no zone
PLAIN, HEAD, DAY, MOMENT, TEXT = range(5)  # places in cellXfs below
PIECE = 64 * 1024

XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{KIND}.sheet.main+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{KIND}.styles+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{KIND}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
    f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="r2" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
    '<sheet name="List" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><numFmts count="2">'
    '<numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>'
    '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/></numFmts>'
    '<fonts count="2"><font/><font><b/></font></fonts><fills count="2"><fill>'
    '<patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="5"><xf/><xf fontId="1" applyFont="1"/>'
    '<xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="165" applyNumberFormat="1"/>'
    '<xf numFmtId="49" quotePrefix="1" applyNumberFormat="1"/></cellXfs></styleSheet>',
}
TOP = (
    f'<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" '
    'topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
)


def stream(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """The workbook piece by piece; aware datetimes must be in the zone that they are shown in.

    Rows beyond what Excel opens are left out: nobody reads them there.
    """
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, xml in PARTS.items():
            archive.writestr(name, XML + xml)
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            widths = "".join(
                f'<col min="{n}" max="{n}" width="22" customWidth="1"/>'
                for n in range(1, len(head) + 1)
            )
            sheet.write(f"{XML}{TOP}<cols>{widths}</cols><sheetData>".encode())
            sheet.write(_row([_text(title, HEAD) for title in head]))
            for _number, row in zip(range(MOST_ROWS - 1), rows, strict=False):
                sheet.write(_row(map(_cell, row)))
                if sink.size > PIECE:
                    yield sink.taken()
            sheet.write(b"</sheetData></worksheet>")
    yield sink.taken()


class _Sink(RawIOBase):
    """Where the archive writes to; what was taken is forgotten."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self.size = 0

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        if data:  # a compressor mostly says nothing
            self._pieces.append(bytes(data))
        self.size += len(data)
        return len(data)

    def taken(self) -> bytes:
        pieces, self._pieces, self.size = self._pieces, [], 0
        return b"".join(pieces)


def _row(cells: Iterable[str]) -> bytes:
    return f"<row>{''.join(cells)}</row>".encode()


def _cell(value: Cell) -> str:
    match value:
        case None | "":
            return "<c/>"
        case bool():
            return f'<c t="b"><v>{value:d}</v></c>'
        case datetime():
            return f'<c s="{MOMENT}"><v>{_serial(value)}</v></c>'
        case date():
            return f'<c s="{DAY}"><v>{(value - EPOCH.date()).days}</v></c>'
        case int() | float():
            return f"<c><v>{value}</v></c>"
    return _text(value, TEXT if value.startswith(FORMULA) else PLAIN)


def _text(value: str, style: int) -> str:
    value = UNPRINTABLE.sub("", value)
    if len(value) > LONGEST:
        value = value[: LONGEST - 1] + "…"
    return f'<c s="{style}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'


def _serial(at: datetime) -> float:
    return (at.replace(tzinfo=None) - EPOCH) / timedelta(days=1)
