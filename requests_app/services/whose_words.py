"""Whether a text that one customer is to read names another one (P2.1)."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from dpo_office.parties.models import Customer

# What stands behind a company's name and nobody writes in a chat.
LEGAL_FORM = re.compile(
    r"[\s,]+(ltd|limited|inc|llc|plc|as|oü|osaühing|gmbh|ag|ug|kg|sarl|sas|sa|bv|ab|aps|oy|srl|spa)\.?$",
    re.IGNORECASE,
)
SHORTEST = 3  # letters; shorter names stand in too many words


def why_not_theirs(text: str, customer: Customer) -> str:
    """The sentence that refuses the text, naming whom it names; empty when it may be read."""
    named = sorted(set(customers_named(text, but=customer)))
    if not named:
        return ""
    return _("This names another customer: %(names)s. Take that out; %(customer)s reads it.") % {
        "names": ", ".join(named),
        "customer": customer,
    }


def customers_named(text: str, *, but: Customer) -> Iterator[str]:
    """Names of the other customers that stand in the text, by name or by website."""
    if not text.strip():
        return
    words = text.casefold()
    others = Customer.objects.exclude(pk=but.pk).values_list("name", "website")
    for name, website in others.iterator(chunk_size=2000):
        if any(_stands_in(words, each) for each in _ways_to_say(name, website)):
            yield name


def _ways_to_say(name: str, website: str) -> Iterator[str]:
    yield name
    yield LEGAL_FORM.sub("", name)
    if host := urlsplit(website).hostname:
        yield host.removeprefix("www.")


def _stands_in(words: str, said: str) -> bool:
    said = said.casefold()
    if len(said) < SHORTEST or said not in words:
        return False
    return bool(re.search(rf"(?<!\w){re.escape(said)}(?!\w)", words))
