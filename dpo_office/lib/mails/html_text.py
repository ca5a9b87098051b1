"""HTML to plain text, by one walk from left to right; nothing is ever rendered.

Own, since the standard library's parser takes quadratic time on comments that never end
(22 s for 200 kB), and the known converters build a tree first.
"""

import html
import re
from collections.abc import Iterator

NAME = re.compile(r"/?[a-zA-Z][a-zA-Z0-9:-]{0,30}")
BLOCKS = re.compile(
    r"/?(address|article|blockquote|br|d[dlt]|div|footer|h[1-6]|header|hr|li|ol|p|pre|section|"
    r"table|tr|ul)"
)
UNSEEN = ("script", "style", "head", "title", "template")
ENDS = {name: re.compile(f"</{name}", re.IGNORECASE) for name in UNSEEN}
SPACES = re.compile(r"[ \t\r\n\f\xa0]+")
GAPS = re.compile(r"\n{3,}")


def plain_text(markup: str) -> str:
    """The text that a reader would see, a line per block."""
    text = "".join(_pieces(markup))
    lines = (SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return GAPS.sub("\n\n", "\n".join(lines)).strip()


def _pieces(markup: str) -> Iterator[str]:
    at = 0
    while (start := markup.find("<", at)) >= 0:
        yield _text(markup[at:start])
        name = NAME.match(markup, start + 1)
        if name is None and markup[start + 1 : start + 2] not in ("!", "?"):
            yield "<"
            at = start + 1
            continue
        end = _end(markup, start)
        if end < 0:
            return  # an unfinished tag or comment hides the rest, as in a browser
        tag = name[0].lower() if name else ""
        if tag in ENDS:
            closing = ENDS[tag].search(markup, end)
            end = closing.start() if closing else len(markup)
        elif BLOCKS.fullmatch(tag):
            yield "\n- " if tag == "li" else "\n"
        elif tag in ("td", "th"):
            yield " "
        at = end
    yield _text(markup[at:])


def _end(markup: str, start: int) -> int:
    """Where the text goes on behind the tag or comment at `start`; -1 if nowhere."""
    mark = "-->" if markup.startswith("<!--", start) else ">"
    end = markup.find(mark, start + 2)
    return end + len(mark) if end >= 0 else -1


def _text(piece: str) -> str:
    try:
        return SPACES.sub(" ", html.unescape(piece))
    except ValueError:  # a number of thousands of digits
        return piece
