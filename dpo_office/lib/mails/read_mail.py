"""A mail as the office sees it: plain values, each bounded and without characters that hide."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Enclosed:
    """One file that came with a mail; `name` as it came, or one made for its type."""

    name: str
    content: bytes


@dataclass(frozen=True)
class ReadMail:
    """What a mail says. Times are aware, None where it gives none that can be read.

    `received` are the times of its Received lines, newest (topmost) first; `threads` the
    Message-IDs that it answers, nearest first; `left_out` counts parts that were not read.
    """

    sender_name: str = ""
    sender: str = ""
    reply_to: str = ""
    subject: str = ""
    date: datetime | None = None
    received: tuple[datetime, ...] = ()
    message_id: str = ""
    threads: tuple[str, ...] = ()
    words: str = ""
    words_cut: bool = False
    enclosed: tuple[Enclosed, ...] = ()
    left_out: int = 0
    automatic: bool = False
