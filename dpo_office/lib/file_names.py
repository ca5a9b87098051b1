"""Names of files from outside: a label to show, never a path to follow (ASVS 5.3.2)."""

import re
import unicodedata

LONGEST = 150  # characters; a header line and a page must bear it


def clean(name: str) -> str:
    """The last part of `name`, without control and direction marks; "file" if nothing is left.

    A mark such as U+202E makes "fdp.exe" read "exe.pdf"; a NUL or a slash ends or leads a path.
    """
    shown = "".join(c for c in name if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co"))
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", shown))[-1].strip(" .")
    stem, dot, ending = last.rpartition(".")
    if len(last) > LONGEST and dot and len(ending) < 10:
        return f"{stem[: LONGEST - len(ending) - 1]}.{ending}"
    return last[:LONGEST] or "file"


def ending(name: str) -> str:
    """What stands after the last dot, in lower case; empty when there is none."""
    return name.rpartition(".")[2].lower() if "." in name else ""
