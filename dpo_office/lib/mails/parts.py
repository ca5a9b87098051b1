"""The parts of a mail: its words, and the files that came with it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from mimetypes import guess_extension

from dpo_office.lib.mails import tidy
from dpo_office.lib.mails.html_text import plain_text
from dpo_office.lib.mails.read_mail import Enclosed

LONGEST_WORDS = 200_000  # characters; the mail itself, which is kept, has the rest
LONGEST_HTML = 1_000_000
MOST_ENCLOSED = 100
# Charsets that mails use. Others, such as punycode, take quadratic time or are none of text.
CHARSETS = re.compile(
    r"utf-?(7|8|16|32)([-_]?[lb]e)?|us-ascii|ascii|latin-?[0-9]+|iso[-_]?(8859|2022)[-_0-9a-z]*|"
    r"windows-?[0-9]+|cp[0-9]+|koi8[-_][rtu]|mac[-_a-z]*|(x-)?(shift[-_]?jis|sjis)|euc[-_][a-z]+|"
    r"gb2312|gbk|gb18030|big5[-_a-z]*|tis-?620"
)
WRONG = (ValueError, LookupError, TypeError, AttributeError, RecursionError)


@dataclass
class Content:
    """What was found in a mail's parts."""

    words: str = ""
    words_cut: bool = False
    enclosed: tuple[Enclosed, ...] = ()
    left_out: int = 0


@dataclass
class _Found:
    plain: list[str] = field(default_factory=list)
    markup: list[str] = field(default_factory=list)
    enclosed: list[Enclosed] = field(default_factory=list)
    left_out: int = 0


def content_of(message: EmailMessage, *, pasted: bool = False) -> Content:
    """Words of the plain text, else of the HTML made plain; each other part as a file."""
    found = _Found()
    for part in _leaves(message):
        try:
            _sort(part, found, pasted=pasted)
        except WRONG:
            found.left_out += 1
    text = "\n\n".join(found.plain).strip()
    text = text or plain_text("\n".join(found.markup)[:LONGEST_HTML])
    words = tidy.lines(text[: 2 * LONGEST_WORDS])
    return Content(
        words=words[:LONGEST_WORDS].strip(),
        words_cut=len(words) > LONGEST_WORDS,
        enclosed=tuple(found.enclosed[:MOST_ENCLOSED]),
        left_out=found.left_out + max(0, len(found.enclosed) - MOST_ENCLOSED),
    )


def _leaves(message: EmailMessage) -> Iterator[EmailMessage]:
    """Each part that holds no others; a mail within the mail is one part, and stays closed."""
    if message.is_multipart() and message.get_content_maintype() == "multipart":
        for part in message.get_payload():
            yield from _leaves(part)  # type: ignore[arg-type]  # the parser made each of them
    else:
        yield message


def _sort(part: EmailMessage, found: _Found, *, pasted: bool) -> None:
    kind, name = part.get_content_type(), _name(part)
    if part.get_content_maintype() == "message":
        found.enclosed.append(Enclosed(name or "mail.eml", _inner(part)))
    elif kind in ("text/plain", "text/html") and not _is_attached(part, name):
        texts = found.plain if kind == "text/plain" else found.markup
        texts.append(_text(part, pasted=pasted))
    elif content := _content(part):
        found.enclosed.append(Enclosed(name or _made_name(part), content))


def _is_attached(part: EmailMessage, name: str) -> bool:
    return bool(name) or str(part.get("Content-Disposition", "")).lower().startswith("attach")


def _name(part: EmailMessage) -> str:
    try:
        return tidy.one_line(part.get_filename() or "", 255)
    except WRONG:
        return ""


def _made_name(part: EmailMessage) -> str:
    return f"attachment{guess_extension(part.get_content_type()) or ''}"


def _inner(part: EmailMessage) -> bytes:
    """The mail that was forwarded as a part, as it reads; b"" where it can't be written again."""
    inner = part.get_payload()
    return inner[0].as_bytes() if isinstance(inner, list) and inner else _content(part)  # type: ignore[union-attr]


def _content(part: EmailMessage) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _text(part: EmailMessage, *, pasted: bool) -> str:
    """Decoded as it says; where that fails as UTF-8, and at last as Windows does in the West."""
    content, said = _content(part), str(part.get_param("charset", "utf-8")).lower().strip()
    charset = said if CHARSETS.fullmatch(said) else "utf-8"
    in_clear = str(part.get("Content-Transfer-Encoding", "7bit")).lower() in ("7bit", "8bit")
    for candidate in ("utf-8", charset) if pasted and in_clear else (charset, "utf-8"):
        try:
            return content.decode(candidate)
        except (LookupError, ValueError):
            continue
    return content.decode("cp1252", errors="replace")
