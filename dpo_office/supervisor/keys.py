"""Development keys under `.office/keys`: made once, given to processes as `NAME_FILE`."""

import contextlib
import os
import secrets
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

NAMES = ("SECRET_KEY", "FILES_KEY", "DIGEST_KEY")
SPARED = ("FILES_KEY", "FILES_KEY_FALLBACKS", "DIGEST_KEY")  # beat schedules and needs none


def files(folder: Path) -> dict[str, str]:
    """`NAME_FILE` for each key; missing ones are made (256 bits, readable by the owner only)."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    for name in NAMES:
        _make(folder / name)
    return {f"{name}_FILE": str(folder / name) for name in NAMES}


def _make(path: Path) -> None:
    """Write a new key once, whole or not at all; a key that is there stays."""
    draft = path.with_suffix(".part")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_hex(32))
    with contextlib.suppress(FileExistsError):
        path.hardlink_to(draft)
    draft.unlink()


def without(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment of a process that must not hold the keys of data; it says so (13.3.3)."""
    named = {*SPARED, *(f"{name}_FILE" for name in SPARED)}
    kept = {name: value for name, value in environment.items() if name not in named}
    return kept | {"OFFICE_WITHOUT": ",".join(SPARED)}


def gnupg_home(folder: Path, shortcuts: Path) -> Path:
    """The OpenPGP home, for the worker of queue `keys` and nobody else.

    Its agent's socket needs a short path: `shortcuts` holds a link to it where it is deep.
    """
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    if len(str(folder)) < 80:
        return folder
    link = shortcuts / "gnupg"
    link.unlink(missing_ok=True)
    link.symlink_to(folder)
    return link


def end_agent(home: Path) -> None:
    """gpg leaves an agent behind, which would hold the keys for ever."""
    gpgconf = shutil.which("gpgconf")
    if gpgconf:
        subprocess.run([gpgconf, "--homedir", home, "--kill", "all"], capture_output=True)  # noqa: S603
