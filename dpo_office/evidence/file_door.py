"""Which files come in by which door (ASVS 5.1.1)."""

from dataclasses import dataclass

PAPERS = ("PDF", "PNG", "JPEG", "HEIC", "WebP", "text", "CSV", "mail", "Word", "Excel",
          "OpenDocument text", "OpenDocument table")  # fmt: skip


@dataclass(frozen=True)
class FileDoor:
    """What one form or mailbox lets in: kinds by name, how many at once, from whom.

    Not `scanned` is only what nobody can open yet.
    """

    kinds: tuple[str, ...] = PAPERS
    most: int = 10
    from_outside: bool = True
    scanned: bool = True
