"""A GNUPGHOME: ours is kept, those for foreign keys live as long as one job."""

import shutil
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

import gnupg

from dpo_office.lib.openpgp.refusals import OpenPgpRefused

# No terminal, no questions, no network, no compression (it costs five times the encryption).
OPTIONS = [
    "--batch", "--no-tty", "--no-auto-key-retrieve", "--no-auto-key-locate",
    "--disable-dirmngr", "-z", "0",
]  # fmt: skip
LONGEST = 80  # the agent's socket must fit into 107 bytes


class Home:
    """A folder of keys, private to its owner."""

    def __init__(self, folder: Path | str) -> None:
        """Raises OpenPgpRefused when the folder is missing or open to others."""
        self.folder = Path(folder)
        if not self.folder.is_dir():
            raise OpenPgpRefused(f"There is no folder {self.folder} for OpenPGP keys.")
        if stat.S_IMODE(self.folder.stat().st_mode) & 0o077:
            raise OpenPgpRefused(f"{self.folder} is open to others; it needs mode 0700.")
        if len(str(self.folder)) > LONGEST:
            raise OpenPgpRefused(f"The path of the OpenPGP keys is longer than {LONGEST} bytes.")

    @cached_property
    def gpg(self) -> gnupg.GPG:
        return gnupg.GPG(gnupghome=str(self.folder), options=OPTIONS)

    def end_agent(self) -> None:
        """gpg leaves an agent behind, which holds secret keys until it is told to end."""
        command = ["gpgconf", "--homedir", str(self.folder), "--kill", "all"]
        subprocess.run(command, capture_output=True, timeout=20)  # noqa: S603  # fixed words


@contextmanager
def throwaway() -> Iterator[Home]:
    """A home for foreign keys: empty at first, gone with its agent afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="office-gpg-", dir="/tmp"))  # a short path
    home = Home(folder)
    try:
        yield home
    finally:
        home.end_agent()
        shutil.rmtree(folder, ignore_errors=True)
