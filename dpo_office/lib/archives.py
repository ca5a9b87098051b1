"""Archives from outside, judged by their directory before anybody opens them (ASVS 5.2.3)."""

import stat
import struct
import zipfile
from typing import BinaryIO

END = b"PK\x05\x06"
END_RECORD = struct.Struct("<4s4H2LH")
MOST_ENTRIES, LARGEST_DIRECTORY = 2000, 1024 * 1024
LARGEST_TOTAL = 200 * 1024 * 1024  # bytes when unpacked
HIGHEST_RATIO, RATIO_FROM = 100, 1024 * 1024  # small files may well shrink a hundredfold
ARCHIVES = (".zip", ".jar", ".7z", ".rar", ".gz", ".tgz", ".bz2", ".xz", ".zst", ".tar", ".cab",
            ".iso", ".docx", ".xlsx", ".pptx", ".odt", ".ods", ".apk", ".war")  # fmt: skip
MACROS = ("vbaproject.bin",)


class BadArchive(Exception):
    """What is wrong with it: one of the reasons below."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


BROKEN, HUGE, NESTED, LOCKED, ESCAPES, MACRO = (
    "broken", "huge", "nested", "locked", "escapes", "macro",
)  # fmt: skip


def check(file: BinaryIO, *, must_have: str = "") -> None:
    """Raise BadArchive unless the archive is one thing, small when unpacked, and flat.

    `must_have` names an entry that this kind of archive always has.
    """
    _check_end(file)
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise BadArchive(BROKEN) from None
    names = [entry.filename for entry in entries]
    if not entries or len(set(names)) < len(names) or (must_have and must_have not in names):
        raise BadArchive(BROKEN)
    if min(entry.header_offset for entry in entries) > 0:
        raise BadArchive(BROKEN)  # something else stands before it
    _check_sizes(file, entries)
    for entry in entries:
        _check_entry(entry)


def _check_end(file: BinaryIO) -> None:
    """The record at the end, read before the directory, which could fill the memory."""
    size = file.seek(0, 2)
    file.seek(max(0, size - END_RECORD.size))
    record = file.read()
    if len(record) < END_RECORD.size or not record.startswith(END):
        raise BadArchive(BROKEN)  # cut off, or something stands behind it
    _, _, _, _, entries, directory, _, comment = END_RECORD.unpack(record)
    if comment:
        raise BadArchive(BROKEN)
    if entries > MOST_ENTRIES or directory > LARGEST_DIRECTORY:
        raise BadArchive(HUGE)


def _check_sizes(file: BinaryIO, entries: list[zipfile.ZipInfo]) -> None:
    size = file.seek(0, 2)
    packed = sum(entry.compress_size for entry in entries)
    unpacked = sum(entry.file_size for entry in entries)
    if packed > size:
        raise BadArchive(HUGE)  # entries that share their bytes: a bomb
    if unpacked > LARGEST_TOTAL or len(entries) > MOST_ENTRIES:
        raise BadArchive(HUGE)
    for entry in entries:
        large = entry.file_size > RATIO_FROM
        if large and entry.file_size > HIGHEST_RATIO * max(entry.compress_size, 1):
            raise BadArchive(HUGE)


def _check_entry(entry: zipfile.ZipInfo) -> None:
    name = entry.orig_filename.replace("\\", "/")
    if "\0" in name or name.startswith("/") or ".." in name.split("/") or name[1:2] == ":":
        raise BadArchive(ESCAPES)
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise BadArchive(ESCAPES)
    if entry.flag_bits & 1:
        raise BadArchive(LOCKED)
    if name.lower().endswith(ARCHIVES):
        raise BadArchive(NESTED)
    if name.lower().endswith(MACROS):
        raise BadArchive(MACRO)
