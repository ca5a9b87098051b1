"""What a file is by its first bytes, whatever its name says (ASVS 5.2.2)."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import BinaryIO

from dpo_office.lib import archives

HEAD, TAIL = 1024, 66_000  # a PDF may begin late, an archive's directory ends near the end
TEXT_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1f\x7f]")
MARKUP = re.compile(rb"<\s*(!doctype\s+html|html|script|svg|iframe|\?php)", re.IGNORECASE)
HEADER_LINE = re.compile(rb"\A[\x21-\x39\x3b-\x7e]+:[ \t]?\S", re.DOTALL)  # RFC 5322, 2.2


class NotThatKind(Exception):
    """The content is not what the name says, or is more than one thing at once."""


@dataclass(frozen=True)
class Kind:
    """One type of file: the endings of its names, what to call it when it leaves."""

    name: str
    endings: tuple[str, ...]
    content_type: str
    begins: tuple[bytes, ...] = ()
    text: bool = False
    check: Callable[[BinaryIO], None] | None = None
    as_it_came: bool = False  # evidence: kept whatever it holds, and only ever handed over


def _office(member: str) -> Callable[[BinaryIO], None]:
    return lambda file: archives.check(file, must_have=member)


def _headers(file: BinaryIO) -> None:
    if not HEADER_LINE.match(file.read(HEAD)):
        raise NotThatKind


def _high_efficiency(file: BinaryIO) -> None:
    if file.read(12)[4:] not in (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftyphevc"):
        raise NotThatKind


def _web_picture(file: BinaryIO) -> None:
    if file.read(12)[8:] != b"WEBP":
        raise NotThatKind


ZIP = (b"PK\x03\x04",)
OPEN_XML = "application/vnd.openxmlformats-officedocument."
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
KINDS = {
    kind.name: kind
    for kind in (
        Kind("PDF", ("pdf",), "application/pdf", (b"%PDF-",)),
        Kind("PNG", ("png",), "image/png", (b"\x89PNG\r\n\x1a\n",)),
        Kind("JPEG", ("jpg", "jpeg"), "image/jpeg", (b"\xff\xd8\xff",)),
        Kind("HEIC", ("heic", "heif"), "image/heic", (b"\0\0\0",), check=_high_efficiency),
        Kind("WebP", ("webp",), "image/webp", (b"RIFF",), check=_web_picture),
        Kind("text", ("txt", "log"), "text/plain; charset=utf-8", text=True),
        Kind("CSV", ("csv",), "text/csv; charset=utf-8", text=True),
        Kind("mail", ("eml",), "message/rfc822", text=True, check=_headers),
        Kind("Word", ("docx",), OPEN_XML + "wordprocessingml.document", ZIP,
             check=_office("word/document.xml")),
        Kind("Excel", ("xlsx",), OPEN_XML + "spreadsheetml.sheet", ZIP,
             check=_office("xl/workbook.xml")),
        Kind("OpenDocument text", ("odt",), OPEN_DOCUMENT + "text", ZIP,
             check=_office("content.xml")),
        Kind("OpenDocument table", ("ods",), OPEN_DOCUMENT + "spreadsheet", ZIP,
             check=_office("content.xml")),
        Kind("mail as it came", ("eml",), "message/rfc822", as_it_came=True),
        Kind("ZIP", ("zip",), "application/zip", ZIP, check=archives.check),
    )
}  # fmt: skip


def by_ending(ending: str, among: Collection[str]) -> Kind | None:
    """The kind, one of those names, whose files' names end so."""
    return next((KINDS[name] for name in among if ending in KINDS[name].endings), None)


def check(file: BinaryIO, kind: Kind) -> None:
    """Raise NotThatKind unless it is one, and nothing else beside; BadArchive for its inside."""
    if kind.as_it_came:
        return
    head = _at(file, 0, HEAD)
    if kind.begins and not head.startswith(kind.begins):
        raise NotThatKind
    if kind.text:
        _check_text(file)
    _check_single(file, head, kind)
    if kind.check:
        file.seek(0)
        kind.check(file)


def _check_text(file: BinaryIO) -> None:
    file.seek(0)
    while piece := file.read(64 * 1024):
        if TEXT_CONTROLS.search(piece):
            raise NotThatKind


def _check_single(file: BinaryIO, head: bytes, kind: Kind) -> None:
    """No second thing that another program would find in the same bytes (a polyglot)."""
    if kind.name != "mail" and MARKUP.search(head):
        raise NotThatKind
    if kind.name != "PDF" and b"%PDF-" in head:
        raise NotThatKind
    size = file.seek(0, 2)
    if kind.begins != ZIP and archives.END in _at(file, max(0, size - TAIL), TAIL):
        raise NotThatKind
    others = [begin for other in KINDS.values() for begin in other.begins if len(begin) > 3]
    if kind.text and head.startswith(tuple(others)):
        raise NotThatKind


def _at(file: BinaryIO, offset: int, length: int) -> bytes:
    file.seek(offset)
    return file.read(length)
