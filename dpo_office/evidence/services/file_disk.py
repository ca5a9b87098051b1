"""Files on the disk: written whole or not at all, under random names (ASVS 5.3.2)."""

import contextlib
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from dpo_office.evidence.refusals import FileRefused

PART = ".part"


def new_name() -> str:
    """A random name, 128 bits: the file's id."""
    return secrets.token_hex(16)


def path_of(name: str) -> Path:
    """Where the file of that id lies."""
    return Path(settings.FILES_ROOT) / name[:2] / name


def write(name: str, chunks: Iterable[bytes]) -> None:
    """Write, flush to the disk, then give the file its name: it is there whole, or it is not.

    Raises FileRefused when the disk is full, or would soon be.
    """
    path = path_of(name)
    draft = path.with_suffix(PART)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        refuse_when_almost_full()
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            for chunk in chunks:
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        draft.rename(path)
        _remember(path.parent)
    except OSError:
        raise FileRefused(_("There is no room for files on the disk. Nothing was kept.")) from None
    finally:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)


def refuse_when_almost_full() -> None:
    """Raise FileRefused while less than FILES_KEEP_FREE percent of the disk is free."""
    usage = shutil.disk_usage(_there())
    if usage.free * 100 < usage.total * settings.FILES_KEEP_FREE:
        raise FileRefused(
            _("The disk for files is almost full, so no file is taken in. Tell your administrator.")
        )


def remove(name: str) -> None:
    """Take the file away; one that is gone already is gone."""
    path_of(name).unlink(missing_ok=True)


def all_names() -> Iterator[tuple[str, datetime]]:
    """Every file that lies there, drafts with their ending, and when it was last written."""
    root = Path(settings.FILES_ROOT)
    for folder in root.iterdir() if root.exists() else ():
        for path in folder.iterdir() if folder.is_dir() else ():
            with contextlib.suppress(FileNotFoundError):
                yield path.name, datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _there() -> Path:
    root = Path(settings.FILES_ROOT)
    return next(folder for folder in (root, *root.parents) if folder.exists())


def _remember(folder: Path) -> None:
    """Flush the folder, which holds the names, and its parent, which may have just got it."""
    for place in (folder, folder.parent):
        handle = os.open(place, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
