"""Whom PostgreSQL runs as: never root, which it refuses."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from dpo_office.supervisor.child import NotReady


@dataclass(frozen=True)
class Account:
    """The owner of the data, what goes before the command, and whose the process is."""

    owner: int
    prefix: tuple[str, ...] = ()
    user: int | None = None


def account(*paths: Path) -> Account:
    """Ourselves; for root `nobody`, or ourselves without a name where nobody can't go.

    In a user namespace without a mapping root keeps its own files but is called nobody.
    Raises NotReady when neither works for all `paths`.
    """
    if os.geteuid() != 0:
        return Account(owner=os.geteuid())
    hidden = next((path for path in paths if not _open_to_all(path)), None)
    if hidden is None:
        nobody = pwd.getpwnam("nobody").pw_uid
        return Account(owner=nobody, user=nobody)
    unshare = shutil.which("unshare")
    if unshare and subprocess.run([unshare, "--user", "true"], capture_output=True).returncode == 0:  # noqa: S603
        return Account(owner=0, prefix=(unshare, "--user", "--"))
    raise NotReady(
        f"PostgreSQL refuses to run as root, and nobody can't reach {hidden}. Move this checkout "
        "to a folder that is open to all (such as /srv), run as an ordinary user, or set "
        "DATABASE_URL."
    )


def hand_over(folder: Path, owner: int) -> None:
    """Make a folder, and what lies in it, private to its owner."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    if folder.stat().st_uid != owner:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, owner, -1, follow_symlinks=False)


def _open_to_all(path: Path) -> bool:
    """Whether anybody can go to that path: every folder above it lets others pass."""
    there = next(p for p in (path, *path.parents) if p.exists())
    return all(folder.stat().st_mode & 0o001 for folder in (there, *there.parents))
