"""Names of rights, grounds and outcomes in the language of a letter (GDPR Art. 12(1))."""

import tomllib
from functools import lru_cache
from pathlib import Path

SOURCE = Path(__file__).parents[1] / "letter_words.toml"


@lru_cache(maxsize=1)
def table() -> dict[str, dict[str, str]]:
    return tomllib.loads(SOURCE.read_text(encoding="utf-8"))


def say(key: str, language: str) -> str:
    """The words of `key` in that language; English where it has none."""
    words = table()[key]
    return words.get(language, words["en"])
