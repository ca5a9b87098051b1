"""Text of a mail as it may be kept and shown: no characters that hide or turn, bounded."""

import unicodedata

from dpo_office.lib.plain_text import TURNING


def one_line(text: object, longest: int) -> str:
    """One line of at most `longest` characters, runs of spaces made one."""
    return " ".join(_kept(str(text)).split())[:longest].strip()


def lines(text: str) -> str:
    """Any text with line ends as \\n."""
    return _kept(text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _kept(text: str) -> str:
    return "".join(c if not _hidden(c) else "" for c in text)


def _hidden(c: str) -> bool:
    """Controls, turning marks, and halves of characters, which no database takes."""
    return c not in "\n\t" and (unicodedata.category(c) in ("Cc", "Cs") or c in TURNING)
