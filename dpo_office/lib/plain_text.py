"""What people type or paste, before it is kept: bounded, and without characters that hide."""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# They turn the direction of all that follows on the line: a name could rewrite a page.
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def checked_line(text: str, *, field: str, longest: int) -> str:
    """One line, its ends trimmed. Raises ValidationError, naming `field`, for anything else."""
    text = text.strip()
    if any(unicodedata.category(c) == "Cc" or c in TURNING for c in text):
        raise ValidationError(
            _("“%(field)s” holds a line break or an invisible character. Type it anew.")
            % {"field": field}
        )
    return _bounded(text, field, longest)


def checked_lines(text: str, *, field: str, longest: int) -> str:
    """Any text, line ends as \\n. Raises ValidationError for control characters and length."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if any(unicodedata.category(c) == "Cc" and c not in "\n\t" for c in text):
        raise ValidationError(
            _("“%(field)s” holds a control character that cannot be kept. Remove it.")
            % {"field": field}
        )
    return _bounded(text, field, longest)


def _bounded(text: str, field: str, longest: int) -> str:
    if len(text) > longest:
        raise ValidationError(
            _("“%(field)s” is longer than %(longest)d characters. Shorten it, or attach it.")
            % {"field": field, "longest": longest}
        )
    return text
