"""What the README says is what CI does, and where it points something is."""

import os
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()


def test_the_two_commands_are_commands_of_the_makefile():
    commands = re.findall(r"^    make (\w+)$", README, re.MULTILINE)
    assert commands == ["run", "test"]
    for name in commands:
        assert re.search(rf"^{name}:", (ROOT / "Makefile").read_text(), re.MULTILINE)


def test_ci_calls_the_test_command_of_the_readme():
    script = (ROOT / ".ci" / "run").read_text().splitlines()
    assert "make test" in script
    assert script.index("make test") < script.index("make check")


def test_scripts_can_be_run():
    for path in [ROOT / ".ci" / "run", ROOT / "manage.py", *(ROOT / "tools").iterdir()]:
        assert os.access(path, os.X_OK), path


def test_where_documents_point_something_is():
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        for link in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", page.read_text()):
            assert (page.parent / link).exists(), f"{page.name}: {link}"
