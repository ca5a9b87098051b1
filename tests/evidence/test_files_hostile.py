"""What must not come in by the door of files, and the sentence that says why (V5.1-5.3)."""

import io
import struct
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile

from dpo_office.evidence.file_door import PAPERS, FileDoor
from dpo_office.evidence.refusals import FileRefused
from dpo_office.evidence.services import files
from dpo_office.lib import archives, file_names
from tests.evidence.files import HTML, JPEG, PDF, PNG, archive, word

ALL = FileDoor(kinds=(*PAPERS, "ZIP"))


def take_in(name, content, door=ALL):
    with files.taken_in([SimpleUploadedFile(name, content)], door) as taken:
        return taken[0].kind


def link(made):
    entry = zipfile.ZipInfo("innocent.txt")
    entry.external_attr = 0o120777 << 16
    made.writestr(entry, "/etc/passwd")


def locked(content):
    """With the mark of encryption on its entries."""
    whole = bytearray(content)
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = whole.find(sign)
        whole[at + place] |= 1
    return bytes(whole)


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.pdf", PDF, "PDF"),
        ("A.PDF", PDF, "PDF"),
        ("a.png", PNG, "PNG"),
        ("a.jpeg", JPEG, "JPEG"),
        ("a.txt", "Palun kustutage kõik.\r\n".encode(), "text"),
        ("a.csv", b"a;b\n1;2\n", "CSV"),
        ("a.eml", b"From: a@b.example\n\n<html>hello</html>", "mail"),
        ("a.heic", b"\0\0\0\x18ftypheic" + b"\0" * 50, "HEIC"),
        ("a.webp", b"RIFF\x10\0\0\0WEBPVP8 " + b"\0" * 50, "WebP"),
        ("a.docx", word(), "Word"),
        ("a.odt", archive({"mimetype": b"x", "content.xml": b"<x/>"}), "OpenDocument text"),
        ("a.zip", archive({"a.txt": b"words"}), "ZIP"),
    ],
)
def test_honest_files_come_in(name, content, kind):
    assert take_in(name, content) == kind


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.html", HTML, "of a type that is not taken here"),
        ("a.svg", b"<svg onload='alert(1)'/>", "of a type that is not taken here"),
        ("a.exe", b"MZ", "of a type that is not taken here"),
        ("a", PDF, "of a type that is not taken here"),
        ("a.pdf.exe", PDF, "of a type that is not taken here"),
        ("a.pdf", b"", "is empty"),
        ("a.pdf", PNG, "not what its name says"),
        ("a.png", PDF, "not what its name says"),
        ("a.txt", HTML, "not what its name says"),
        ("a.txt", b"words\0words", "not what its name says"),
        ("a.txt", PDF, "not what its name says"),
        ("a.csv", b"MZ\x90\0\x03", "not what its name says"),
        ("a.eml", b"no header here", "not what its name says"),
        ("a.docx", archive({"a.txt": b"x"}), "is damaged"),
        ("a.docx", word()[:-8], "is damaged"),
        ("a.xlsx", word(), "is damaged"),
        ("a.docx", word(**{"word/vbaProject.bin": b"x"}), "holds macros"),
        ("a.docx", word(**{"word/embeddings/b.xlsx": b"x"}), "holds another archive"),
        ("a.zip", archive({"b.zip": archive({"c.txt": b"x"})}), "holds another archive"),
        ("a.zip", archive({"../../b.txt": b"x"}), "outside its own folder"),
        ("a.zip", archive({"/b.txt": b"x"}), "outside its own folder"),
        ("a.zip", archive({"a\\..\\..\\b.txt": b"x"}), "outside its own folder"),
        ("a.zip", archive({"C:/b.txt": b"x"}), "outside its own folder"),
        ("a.zip", archive({"a.txt": b"x"}, link), "outside its own folder"),
        ("a.zip", locked(archive({"a.txt": b"x"})), "locked by a password"),
        ("a.zip", archive({"a.txt": b"0" * 30_000_000}), "far too large"),
        ("a.zip", archive({f"{n}.txt": b"" for n in range(2001)}), "far too large"),
        ("a.zip", archive({"a.txt": b"x"}, lambda a: setattr(a, "comment", b"x" * 9)), "damaged"),
    ],
)  # fmt: skip
def test_a_hostile_file_is_refused_with_a_sentence(name, content, sentence):
    with pytest.raises(FileRefused, match=sentence):
        take_in(name, content)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.png", PNG + archive({"a.txt": b"x"})),
        ("a.jpg", JPEG + archive({"a.txt": b"x"})),
        ("a.pdf", PDF + archive({"a.txt": b"x"})),
        ("a.pdf", b"junk" + PDF),
        ("a.jpg", JPEG[:20] + PDF),
        ("a.png", PNG[:8] + HTML),
        ("a.txt", b"words %PDF-1.4"),
        ("a.zip", PNG + archive({"a.txt": b"x"})),
        ("a.zip", archive({"a.txt": b"x"}) + b"behind it"),
        ("a.zip", b"PK\x03\x04" + b"\0" * 60 + archive({"a.txt": b"x"})),
    ],
)
def test_a_file_that_is_two_things_at_once_is_refused(name, content):
    with pytest.raises(FileRefused):
        take_in(name, content)


def test_entries_that_share_their_bytes_are_a_bomb():
    """The directory names the same packed bytes fifty times."""
    whole = archive({"a.txt": b"0" * 90_000})
    start = whole.index(b"PK\x01\x02")
    end = whole.index(archives.END)
    entry = whole[start:end]
    many = b"".join(entry.replace(b"a.txt", f"{number:05}".encode()) for number in range(50))
    record = struct.pack("<4s4H2LH", archives.END, 0, 0, 50, 50, len(many), start, 0)
    with pytest.raises(archives.BadArchive, match="huge"):
        archives.check(io.BytesIO(whole[:start] + many + record))


def test_a_directory_that_would_fill_the_memory_is_not_read(monkeypatch):
    monkeypatch.setattr(zipfile, "ZipFile", None)
    record = struct.pack("<4s4H2LH", archives.END, 0, 0, 9, 9, 500_000_000, 0, 0)
    with pytest.raises(archives.BadArchive, match="huge"):
        archives.check(io.BytesIO(b"PK\x03\x04" + b"\0" * 100 + record))


def test_the_door_decides_which_kinds_come_in():
    with pytest.raises(FileRefused, match=r"not taken here\. Taken are: pdf\."):
        take_in("a.png", PNG, FileDoor(kinds=("PDF",)))


def test_a_file_over_the_limit_is_refused_unread(settings):
    settings.FILES_LARGEST = 10
    with (
        pytest.raises(FileRefused, match="larger than 10"),
        files.taken_in([UploadedFile(None, "a.pdf", size=11)], ALL),
    ):
        pass


def test_too_many_at_once_are_refused():
    with (
        pytest.raises(FileRefused, match="At most 10 files"),
        files.taken_in([SimpleUploadedFile("a.pdf", PDF)] * 11, ALL),
    ):
        pass


def test_all_that_is_wrong_is_said_at_once():
    both = [SimpleUploadedFile("a.pdf", PNG), SimpleUploadedFile("b.exe", b"MZ")]
    with pytest.raises(FileRefused) as refused, files.taken_in(both, ALL):
        pass
    assert len(refused.value.messages) == 2


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("a\0.pdf", "a.pdf"),
        ("photo\u202efdp.exe", "photofdp.exe"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"),
        ("\u2066\u200f.pdf", "pdf"),
        ("   ", "file"),
        ("..", "file"),
        ("x" * 400 + ".pdf", "x" * 146 + ".pdf"),
        ("päring.pdf", "päring.pdf"),
    ],
)
def test_a_name_is_a_label_never_a_path(given, shown):
    """V5.3.2: no path, no NUL, no mark that turns the reading direction."""
    assert file_names.clean(given) == shown
