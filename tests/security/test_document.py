"""docs/security.md tells what is there: an auditor can follow each of its paths."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs/security.md").read_text()
PATHS = sorted(set(re.findall(r"`((?:tests|docs|dpo_office|tools)/[\w./:-]+)`", TEXT)))


def test_it_names_many():
    assert len(PATHS) > 40


@pytest.mark.parametrize("named", PATHS)
def test_each_path_that_it_names_exists(named):
    path, _, test = named.partition("::")
    assert (ROOT / path).exists()
    assert not test or f"def {test}(" in (ROOT / path).read_text()


def test_every_test_of_this_folder_is_named():
    here = {path.name for path in Path(__file__).parent.glob("test_*.py")}
    assert {name for name in here if f"tests/security/{name}" not in TEXT} == set()


def test_each_row_says_what_shows_it():
    section = TEXT[: TEXT.index("## Not yet here")]
    rows = [line for line in section.splitlines() if re.match(r"\| (\d|[AF]\d)", line)]
    assert len(rows) > 40
    for row in rows:
        assert "`" in row.split("|")[3] or "ruff" in row.split("|")[3], row
