"""Which rights a text may ask for, by words of our languages: a proposal, never a decision (P4.1)."""

import re
import tomllib
from functools import lru_cache
from pathlib import Path

from requests_app.models import Exercise

SOURCE = Path(__file__).parents[1] / "rights_words.toml"
LOOKED_AT = 50_000  # characters
BETWEEN = r"(?:\s+\S{1,40}){0,4}?\s+"


def rights_in(text: str) -> list[str]:
    """The rights that its words speak of, in the law's order; none if it names none."""
    said = " ".join(text[:LOOKED_AT].casefold().split())
    return [right.value for right in Exercise.Right if patterns()[right.value].search(said)]


@lru_cache(maxsize=1)
def patterns() -> dict[str, re.Pattern[str]]:
    """One pattern for each right, of all its words in all languages."""
    table = tomllib.loads(SOURCE.read_text(encoding="utf-8"))
    return {right: _any_of(_all(languages)) for right, languages in table.items()}


def _all(languages: dict[str, list[str]]) -> list[str]:
    return [word.casefold() for words in languages.values() for word in words]


def _pattern(word: str) -> str:
    return BETWEEN.join(re.escape(piece.strip()) for piece in word.split("*"))


def _any_of(words: list[str]) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(map(_pattern, words)) + ")")
