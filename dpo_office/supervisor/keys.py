"""Development keys under `.office/keys`: made once, given to processes as `NAME_FILE`."""

import secrets
from pathlib import Path

NAMES = ("SECRET_KEY", "FILES_KEY", "DIGEST_KEY")


def files(folder: Path) -> dict[str, str]:
    """`NAME_FILE` for each key; missing ones are made (256 bits, readable by the owner only)."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    for name in NAMES:
        path = folder / name
        if not path.exists():
            path.touch(mode=0o600)
            path.write_text(secrets.token_hex(32))
    return {f"{name}_FILE": str(folder / name) for name in NAMES}


def gnupg_home(folder: Path) -> dict[str, str]:
    """The OpenPGP home, for the worker of queue `keys` and nobody else."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    return {"GNUPGHOME": str(folder)}
