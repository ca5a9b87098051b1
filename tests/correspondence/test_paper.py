"""Letters on paper: tagged PDF, and whatever a person wrote comes out as text (A11)."""

import io
import subprocess
import sys

import pypdf
import pytest

from dpo_office.correspondence.models import Letter
from dpo_office.correspondence.services import letters, paper
from dpo_office.correspondence.typesetting import HERE, NotTypeset, typeset

pytestmark = pytest.mark.django_db
HOSTILE = ['#read("/etc/passwd")', "#emph[x] *b* $x^2$ <l> @r `c`", '#import "@preview/x:1.0.0"']


def text_of(pdf):
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


@pytest.fixture
def pdf(draft):
    return paper.pdf(draft(to_name="Karl Proovik"))


def test_the_pdf_is_tagged_and_claims_both_standards(pdf):
    catalog = pypdf.PdfReader(io.BytesIO(pdf)).trailer["/Root"]
    xmp = catalog["/Metadata"].get_object().get_data()
    assert catalog["/MarkInfo"]["/Marked"]
    assert catalog["/Lang"] == "en"
    assert b"<pdfaid:part>2</pdfaid:part>" in xmp
    assert b"<pdfuaid:part>1</pdfuaid:part>" in xmp


def test_the_pdf_has_letterhead_addressee_and_text(pdf):
    text = text_of(pdf)
    for words in ("Conversion", "privacy@office.example", "Karl Proovik", "You find it attached."):
        assert words in text


def test_a_draft_says_that_it_is_one_and_a_sent_letter_does_not(draft, dpo):
    letter = draft()
    assert "Draft, not sent" in text_of(paper.pdf(letter))
    letters.send(letter, by=dpo)
    assert "Draft" not in text_of(paper.pdf(letter))


def test_the_same_letter_gives_the_same_bytes(draft, dpo):
    letter = letters.send(draft(), by=dpo)
    assert paper.pdf(letter) == paper.pdf(Letter.objects.get())


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_in_a_letter_comes_out_as_text(draft, text):
    letter = draft(context={"answer": text, "name": text, "reference": text})
    found = text_of(paper.pdf(letter)).replace("\n", "")
    assert found.replace(" ", "").count(text.replace(" ", "")) >= 3
    assert "root:" not in found


def test_characters_that_no_font_has_still_give_a_pdf(draft):
    assert paper.pdf(draft(context={"name": "\U0001f9ff \ue123"})).startswith(b"%PDF")


def test_a_very_long_letter_has_all_its_pages(draft):
    text = "A paragraph of some words.\n\n" * 2000
    pages = pypdf.PdfReader(io.BytesIO(paper.pdf(draft(context={"answer": text})))).pages
    assert len(pages) > 20


def test_the_child_can_not_read_outside_its_folder(tmp_path):
    source = tmp_path / "evil.typ"
    source.write_text('#read("/etc/hostname")')
    with pytest.raises(NotTypeset, match=r"not found|access denied"):
        typeset(str(source), {"date": {"year": 2026, "month": 1, "day": 1}})


def test_the_child_can_not_write_files_nor_see_our_environment(tmp_path):
    """V15.2.5: a child that tries each."""
    attempt = tmp_path / "attempt.py"
    attempt.write_text(
        "import sys, os; sys.argv=['x']; sys.path.insert(0, sys.argv[0])\n"
        f"exec(open({str(HERE / 'child.py')!r}).read().split('def main')[0])\n"
        "print(sorted(os.environ))\n"
        f"file = open({str(tmp_path / 'out')!r}, 'w'); file.write('x'); file.flush()\n"
    )
    done = subprocess.run(
        [sys.executable, "-I", str(attempt)], env={}, capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() in ("[]", "['LC_CTYPE']")
    assert done.returncode != 0
    assert (tmp_path / "out").stat().st_size == 0
