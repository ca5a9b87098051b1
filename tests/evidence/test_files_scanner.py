"""Files from outside go past a scanner where there is one (V5.4.3); EICAR is everybody's test."""

import tempfile
from pathlib import Path

import pytest

from dpo_office.evidence.file_door import FileDoor
from dpo_office.evidence.refusals import FileRefused
from dpo_office.evidence.services import files
from tests.evidence import scanner
from tests.evidence.files import EICAR, PDF, upload, word

VIRUS = PDF + EICAR


@pytest.fixture
def clamd(settings):
    """On a short path: sockets need one."""
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        settings.CLAMD_SOCKET = str(Path(folder) / "clamd")
        with scanner.running(settings.CLAMD_SOCKET) as server:
            yield server


def take_in(content=PDF, name="a.pdf", door=FileDoor()):  # noqa: B008
    with files.taken_in([upload(name, content)], door) as taken:
        return taken[0]


def on_disk(settings):
    return [path for path in settings.FILES_ROOT.rglob("*") if path.is_file()]


def test_a_clean_file_is_marked_and_opens_without_a_warning(clamd):
    file = take_in()
    assert file.scan == "clean"
    assert not file.needs_warning
    assert clamd.seen == [PDF]


def test_malware_is_refused_and_never_kept(clamd, settings):
    with pytest.raises(FileRefused, match="holds malware and was not taken in"):
        take_in(VIRUS)
    assert on_disk(settings) == []


def test_it_is_found_in_a_large_file_and_in_pieces(clamd):
    with pytest.raises(FileRefused, match="malware"):
        take_in(b"x" * 300_000 + EICAR, "a.txt")


def test_the_scanner_sees_the_whole_file(clamd):
    content = word(**{"word/a.xml": bytes(range(256)) * 900})
    take_in(content, "a.docx")
    assert clamd.seen == [content]


def test_without_a_scanner_it_comes_in_and_opens_after_a_warning(settings):
    settings.CLAMD_SOCKET = ""
    assert take_in(VIRUS).needs_warning


def test_a_scanner_that_is_away_costs_a_warning_not_the_file(settings, tmp_path):
    settings.CLAMD_SOCKET = str(tmp_path / "nobody")
    assert take_in().needs_warning


@pytest.mark.parametrize(
    "answer", [b"INSTREAM size limit exceeded. ERROR", b"", b"OK", b"stream: OK FOUND OK"]
)
def test_an_answer_that_is_not_clear_is_no_clean_one(clamd, answer):
    clamd.answer = answer
    assert take_in().scan == "none"


def test_a_file_of_our_own_needs_no_warning(settings):
    settings.CLAMD_SOCKET = ""
    assert not take_in(door=FileDoor(from_outside=False)).needs_warning
