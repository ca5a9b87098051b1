"""A mail that was pasted: its raw source, or the text as a mail program shows it."""

import re
import tomllib
from datetime import datetime, tzinfo
from functools import lru_cache
from pathlib import Path

from dpo_office.lib.mails import tidy
from dpo_office.lib.mails.bounds import refuse_size
from dpo_office.lib.mails.parts import LONGEST_WORDS
from dpo_office.lib.mails.read_mail import ReadMail
from dpo_office.lib.mails.reading import (
    ADDRESS,
    LONGEST_ADDRESS,
    LONGEST_NAME,
    LONGEST_SUBJECT,
    moment,
    read,
)

SOURCE = Path(__file__).with_name("copied_heads.toml")
HEAD = re.compile(r"^\s*\**([^\W\d][\w '\u2019-]{0,24}?)\**\s?:\**[ \t]*(.*)$")
FIELD = re.compile(r"^[!-9;-~]{1,70}:[ \t]", re.ASCII)
TELLS_SOURCE = ("received", "message-id", "mime-version", "content-type", "return-path")
MOST_HEAD_LINES, LONGEST_LINE = 12, 500
DAY_FIRST = re.compile(r"(\d{1,2})[.\s]+(?:de\s+)?([^\W\d_]{3,12})\.?,?\s+(\d{4})")
MONTH_FIRST = re.compile(r"([^\W\d_]{3,12})\.?\s+(\d{1,2}),?\s+(\d{4})")
NUMBERS = re.compile(r"\b(\d{1,2})[./](\d{1,2})[./](\d{4})\b|\b(\d{4})-(\d{2})-(\d{2})\b")
CLOCK = re.compile(r"\b(\d{1,2})[:.h](\d{2})(?::\d{2})?(?:\s*([ap])\.?m\b)?", re.IGNORECASE)


def read_pasted(text: str, zone: tzinfo) -> ReadMail:
    """What was pasted; a time without zone is one of `zone`. Raises MailRefused as `read` does."""
    raw = text.strip().encode("utf-8", errors="replace")
    refuse_size(len(raw))
    if is_source(text):
        return read(raw, pasted=True)
    head, body = _split(tidy.lines(text))
    sender = ADDRESS.search(head.get("from", ""))
    name = head.get("from", "")[: sender.start()] if sender else head.get("from", "")
    return ReadMail(
        sender_name=tidy.one_line(name.strip(" <\"'(["), LONGEST_NAME),
        sender=sender[0].rstrip(".]")[:LONGEST_ADDRESS] if sender else "",
        subject=tidy.one_line(head.get("subject", ""), LONGEST_SUBJECT),
        date=_shown_moment(head.get("date", ""), zone),
        words=body[:LONGEST_WORDS].strip(),
        words_cut=len(body) > LONGEST_WORDS,
    )


def is_source(text: str) -> bool:
    """Whether it begins as RFC 5322 has it: header lines, one of which no program shows."""
    for line in text.strip()[:20_000].splitlines():
        if not line.strip():
            return False
        if line[:1] in " \t":
            continue
        if not FIELD.match(line):
            return False
        if line.partition(":")[0].lower() in TELLS_SOURCE:
            return True
    return False


def _split(text: str) -> tuple[dict[str, str], str]:
    """The lines above that tell from whom, when, about what; and the words below them."""
    lines, head, used = text.split("\n"), dict[str, str](), 0
    for number, line in enumerate(lines[:MOST_HEAD_LINES]):
        found = HEAD.match(line[:LONGEST_LINE])
        key = heads().get(found[1].strip().lower()) if found else None
        if found and key:
            head.setdefault(key, found[2].strip())
            used = number + 1
        elif line.strip() and used:
            break
    return (head, "\n".join(lines[used:]).strip()) if "from" in head else ({}, text)


def _shown_moment(text: str, zone: tzinfo) -> datetime | None:
    """The time as mail programs show it in our languages; None if it is not understood."""
    if re.search(r"[+-]\d{4}\b|\bGMT\b", text) and (at := moment(text)):
        return at
    day = _day(text)
    clock = CLOCK.search(NUMBERS.sub("", text))
    if day is None or clock is None:
        return None
    hour, minute, half = int(clock[1]), int(clock[2]), (clock[3] or "").lower()
    hour = hour % 12 + (12 if half == "p" else 0) if half else hour
    try:
        return datetime(*day, hour, minute, tzinfo=zone)
    except ValueError:
        return None


def _day(text: str) -> tuple[int, int, int] | None:
    for pattern, day, month in ((DAY_FIRST, 1, 2), (MONTH_FIRST, 2, 1)):
        for found in pattern.finditer(text):
            if number := months().get(found[month].lower()[:4]) or months().get(
                found[month].lower()[:3]
            ):
                return int(found[3]), number, int(found[day])
    if (numbers := NUMBERS.search(text)) is None:
        return None
    if numbers[4]:
        return int(numbers[4]), int(numbers[5]), int(numbers[6])
    return int(numbers[3]), int(numbers[2]), int(numbers[1])


@lru_cache(maxsize=1)
def heads() -> dict[str, str]:
    """What programs call From, Date and Subject, in lower case."""
    table = _table()["heads"]
    return {word: key for key, words in table.items() for word in words}


@lru_cache(maxsize=1)
def months() -> dict[str, int]:
    """The first letters of the months' names."""
    return {
        word: number
        for words in _table()["months"].values()
        for number, names in enumerate(words, 1)
        for word in names.split()
    }


@lru_cache(maxsize=1)
def _table() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(SOURCE.read_text(encoding="utf-8"))
