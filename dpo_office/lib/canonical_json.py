"""One way to write a value as bytes, so that a digest of it means the same to everybody.

JSON with sorted keys, no spaces, UTF-8 (as RFC 8785, for text, whole numbers, true, false, null,
lists and objects with text keys). Other values have no one form and are refused: say times and
sums as text.
"""

import hashlib
import json
from typing import Any


class NotCanonical(ValueError):
    """A value that has no one form: a broken number, a date, a key that is no text."""


def canonical(value: Any) -> bytes:
    """The bytes. Raises NotCanonical."""
    _check(value)
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest(value: Any) -> str:
    """SHA-256 of the bytes, 64 hex digits. Raises NotCanonical."""
    return hashlib.sha256(canonical(value)).hexdigest()


def _check(value: Any) -> None:
    match value:
        case None | bool() | int() | str():
            return
        case list() | tuple():
            inner = list(value)
        case dict() if all(isinstance(key, str) for key in value):
            inner = list(value.values())
        case _:
            raise NotCanonical(f"a {type(value).__name__} has no canonical form")
    for each in inner:
        _check(each)
