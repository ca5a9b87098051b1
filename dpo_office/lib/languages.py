"""Which of our languages a text is written in, by its commonest words; a proposal, no more.

Own, since the known detectors bring megabytes of models for hundreds of languages and are less
sure among four on a text of two lines.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Collection
from functools import lru_cache
from pathlib import Path

SOURCE = Path(__file__).with_name("languages.toml")
WORD = re.compile(r"[^\W\d_]+")
LOOKED_AT = 20_000  # characters
FEWEST = 2  # words that have to be known


def language_of(text: str, among: Collection[str]) -> str:
    """The code of the language, one of `among`; empty if the text does not tell."""
    told: Counter[str] = Counter()
    for word in WORD.findall(text[:LOOKED_AT].casefold()):
        told.update(set(words().get(word, ())) & set(among))
    ranked = told.most_common(2)
    if not ranked or ranked[0][1] < FEWEST:
        return ""
    return ranked[0][0] if len(ranked) == 1 or ranked[0][1] > ranked[1][1] else ""


@lru_cache(maxsize=1)
def words() -> dict[str, tuple[str, ...]]:
    """Each common word with the languages that it is one of."""
    table = tomllib.loads(SOURCE.read_text(encoding="utf-8"))
    found: dict[str, tuple[str, ...]] = {}
    for code, common in table.items():
        for word in common["words"].split():
            found[word] = (*found.get(word, ()), code)
    return found
