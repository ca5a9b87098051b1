"""What we install: as resolved from pyproject, wheels only, with hashes, from no named place (§4)."""

import re
import shutil
import subprocess
import tomllib
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = ["requirements-bootstrap.lock", "requirements.lock", "requirements-dev.lock"]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


def name_of(requirement: str) -> str:
    found = re.match(r"[\w.-]+", requirement)
    return re.sub(r"[-_.]+", "-", found[0]).lower() if found else ""


def pinned_in(text: str) -> dict[str, str]:
    return dict(re.findall(r"^([\w.-]+)==(\S+)", text, re.MULTILINE))


def pinned(lock: str) -> dict[str, str]:
    """Each package of a lock with its version."""
    return pinned_in((ROOT / lock).read_text())


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_index_no_address_and_no_folder(lock):
    text = (ROOT / lock).read_text()
    assert not re.search(r"://|--(extra-)?index|--find-links|--trusted|file:", text)
    assert "uv.lock" not in [path.name for path in ROOT.iterdir()]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_of_a_lock_has_hashes(lock):
    entries = re.split(r"\n(?=[\w.-]+==)", (ROOT / lock).read_text())
    for entry in entries:
        if "==" in entry.split("\n")[0]:
            assert "--hash=sha256:" in entry, entry.split("\n")[0]


@pytest.mark.parametrize(
    ("lock", "asked"),
    [
        ("requirements.lock", PROJECT["project"]["dependencies"]),
        ("requirements-dev.lock", PROJECT["dependency-groups"]["dev"]),
    ],
)
def test_what_pyproject_asks_for_is_locked(lock, asked):
    assert {name_of(line) for line in asked} <= pinned(lock).keys()


def test_what_development_runs_is_what_production_runs():
    production, development = pinned("requirements.lock"), pinned("requirements-dev.lock")
    assert production.items() <= development.items()


@pytest.mark.parametrize("lock", LOCKS[1:])
def test_the_lock_is_what_pyproject_resolves_to(lock, tmp_path):
    """Compiled anew with the lock as preference nothing changes; without network only uv's store."""
    copy = shutil.copy(ROOT / lock, tmp_path / lock)
    command = [ROOT / ".venv/bin/uv", "pip", "compile", "-q", "--universal", "--generate-hashes"]
    command += ["pyproject.toml", *(["--group", "dev"] if "dev" in lock else []), "-o", copy]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode and re.search(r"connect|network|dns|certificate|timed out", done.stderr):
        return  # nobody to ask: the four tests above hold without
    assert done.returncode == 0, done.stderr
    assert pinned_in(Path(copy).read_text()) == pinned(lock)


FREE = r"MIT|BSD|Apache|PSF|Python Software|MPL|Mozilla|ISC|LGPL|Lesser|Zlib|Unlicense|0BSD|Dual"


def test_every_licence_goes_with_ours():
    """Apache-2.0 may ship beside these; LGPL and MPL parts stay as they came."""
    for package in pinned("requirements.lock"):
        try:
            about = metadata(package)
        except PackageNotFoundError:  # for another platform
            continue
        named = [about.get("License-Expression") or "", about.get("License") or ""]
        named += about.get_all("Classifier") or []
        assert re.search(FREE, " ".join(named)), f"{package}: {named[:2]}"


SECRETS = r"BEGIN [A-Z ]*PRIVATE KEY|AKIA[0-9A-Z]{16}|gh[pousr]_\w{36}|xox[abp]-\w|AGE-SECRET-KEY-"


def test_no_secret_is_in_the_repository():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    for name in listed.stdout.decode().split("\0"):
        path = ROOT / name
        if path.is_file() and path != Path(__file__):
            assert not re.search(SECRETS, path.read_text(errors="replace")), name
