"""Seeds of second factors: sealed in the database, never in clear (A2; ASVS 6.5, 11.2.2).

allauth keeps what it needs in `Authenticator.data`: for TOTP the secret, for recovery codes the
seed of which all codes are made (or, moved from elsewhere, the codes). Our adapter seals them.
"""

from collections.abc import Iterator
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction

from dpo_office.lib import secret_box
from dpo_office.lib.files_keys import Unreadable

SEEDS = "second factor seeds"
FIELDS = ("secret", "seed")
CODES = "migrated_codes"


def seal(text: str) -> str:
    """A seed, sealed."""
    return secret_box.seal(text, purpose=SEEDS)


def open_sealed(sealed: str) -> str:
    """The seed. Raises Unreadable."""
    return secret_box.open_sealed(sealed, purpose=SEEDS)


def in_clear() -> list[int]:
    """Numbers of the authenticators with a seed that is not sealed by us."""
    return [factor.pk for factor in _all() if not all(map(_opens, _secrets(factor.data)))]


def left() -> int:
    """How many authenticators hold a seed under an older key, or in clear."""
    return len(_outdated())


def renew() -> int:
    """Put them under today's key, one by one; how many. Raises Unreadable for one in clear."""
    return sum(_renew(pk) for pk in _outdated())


def _outdated() -> list[int]:
    return [f.pk for f in _all() if not all(map(secret_box.is_current, _secrets(f.data)))]


@transaction.atomic
def _renew(pk: int) -> bool:
    """Locked as allauth locks it: a recovery code that is used meanwhile stays used."""
    factor = Authenticator.objects.select_for_update().filter(pk=pk).first()
    if factor is None:
        return False
    for name in FIELDS:
        if name in factor.data:
            factor.data[name] = secret_box.renewed(factor.data[name], purpose=SEEDS)
    if CODES in factor.data:
        codes = factor.data[CODES]
        factor.data[CODES] = [secret_box.renewed(code, purpose=SEEDS) for code in codes]
    factor.save(update_fields=["data"])
    return True


def _all() -> Iterator[Authenticator]:
    return Authenticator.objects.order_by("pk").iterator(chunk_size=500)


def _secrets(data: dict[str, Any]) -> list[str]:
    return [data[name] for name in FIELDS if name in data] + list(data.get(CODES, ()))


def _opens(sealed: str) -> bool:
    try:
        open_sealed(sealed)
    except Unreadable:
        return False
    return True
