"""Our own substitution for editable texts: `{{ name }}`, listed names only, one pass.

Not Django's template language and not `str.format`: both reach attributes. A value is never
read again for placeholders, so whatever it holds comes out as text.
"""

import re
from collections.abc import Collection, Iterable, Mapping

from django.utils.translation import ngettext

IN_BRACES = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
PLACEHOLDER = re.compile(r"\{\{ ?([a-z][a-z0-9_]*) ?\}\}")


class PlaceholderRefused(ValueError):
    """A text names a placeholder that it may not use, or that has no value."""


def names_in(text: str) -> list[str]:
    """The names between double braces, in their order, each once; also badly written ones."""
    return list(dict.fromkeys(match.strip() for match in IN_BRACES.findall(text)))


def refuse_unknown(text: str, known: Collection[str]) -> None:
    """Raise PlaceholderRefused, naming them, if `text` uses placeholders that are not `known`."""
    unknown = [name for name in names_in(text) if name not in known]
    if unknown:
        raise PlaceholderRefused(
            ngettext(
                "This placeholder does not exist here: %(names)s. Possible are: %(known)s.",
                "These placeholders do not exist here: %(names)s. Possible are: %(known)s.",
                len(unknown),
            )
            % {"names": _listed(unknown), "known": _listed(sorted(known))}
        )


def fill(text: str, values: Mapping[str, str]) -> str:
    """`text` with each placeholder replaced by its value; PlaceholderRefused if one has none."""
    missing = [name for name in names_in(text) if not values.get(name, "").strip()]
    if missing:
        raise PlaceholderRefused(
            ngettext(
                "This placeholder has no value: %(names)s.",
                "These placeholders have no value: %(names)s.",
                len(missing),
            )
            % {"names": _listed(missing)}
        )
    return PLACEHOLDER.sub(lambda match: values[match[1]], text)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"{{{{ {name} }}}}" for name in names)
