"""PDFs by Typst, in a child process that can do little else (A11, V15.2.5)."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
SECONDS = 20


class NotTypeset(ValueError):
    """No PDF came out; the message is Typst's own complaint and may quote the text."""


def typeset(source: str, data: Mapping[str, Any]) -> bytes:
    """The PDF of `source` (a file of this folder) filled with `data`: tagged, PDF/A-2a, PDF/UA-1.

    Where a character is in none of the fonts the standards can't be met: then the PDF is
    tagged only. Raises NotTypeset.
    """
    command = [sys.executable, "-I", str(HERE / "child.py"), str(HERE / source)]
    try:
        done = subprocess.run(  # noqa: S603 - our own file; what others wrote goes to stdin
            command,
            input=json.dumps(data).encode(),
            capture_output=True,
            timeout=SECONDS,
            env={},
            cwd="/",
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise NotTypeset(f"no PDF after {SECONDS} seconds") from None
    if done.returncode or not done.stdout.startswith(b"%PDF"):
        raise NotTypeset(done.stderr.decode(errors="replace")[-300:])
    return done.stdout
