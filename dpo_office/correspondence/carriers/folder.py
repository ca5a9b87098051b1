"""The demo's carrier: mails become files in a folder that the admin shows."""

import os
from pathlib import Path

from django.utils.translation import gettext as _

from dpo_office.correspondence.carriers.outcome import ServerAway


class FolderCarrier:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def carry(self, message: bytes, *, to: str, name: str) -> str:
        """Write one file; the same mail a second time is the same file."""
        try:
            self._write(self.folder / name, message)
        except OSError:
            raise ServerAway(_("The demo's folder can't be written."), ours=True) from None
        return "250 written to the demo's folder"

    def _write(self, path: Path, message: bytes) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = path.with_name(f".{path.name}.part")
        with part.open("wb") as file:
            file.write(message)
            file.flush()
            os.fsync(file.fileno())
        part.rename(path)
