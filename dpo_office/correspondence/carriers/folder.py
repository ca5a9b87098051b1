"""The demo's carrier: mails become files in a folder that the admin shows."""

import os
from pathlib import Path


class FolderCarrier:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def carry(self, message: bytes, *, to: str, name: str) -> str:
        """Write one file; the same mail a second time is the same file."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = self.folder / f".{name}.part"
        with part.open("wb") as file:
            file.write(message)
            file.flush()
            os.fsync(file.fileno())
        part.rename(self.folder / name)
        return "250 written to the demo's folder"
