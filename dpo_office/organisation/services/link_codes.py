"""The second code of a link: ten minutes, bound to that link, five tries (V6.6)."""

import secrets
from datetime import datetime, timedelta

from django.db.models import F
from django.utils.crypto import constant_time_compare, salted_hmac

from dpo_office.organisation.models import OneTimeLink

LIFE = timedelta(minutes=10)
DIGITS = 8


def new_code(link: OneTimeLink, now: datetime, life: timedelta = LIFE) -> str:
    """A fresh code for this link, to be sent by another way; the former one ends."""
    code = "".join(secrets.choice("0123456789") for _ in range(DIGITS))
    OneTimeLink.objects.filter(pk=link.pk).update(code_hash=_of(link, code), code_until=now + life)
    return code


def is_right(link: OneTimeLink, code: str, now: datetime) -> bool:
    """Whether that is the link's code; each try counts, as a row, before it is judged.

    The fifth wrong one ends the link: new codes bring no new tries.
    """
    tried = OneTimeLink.objects.filter(pk=link.pk, tries_left__gt=0, code_until__gt=now)
    if not tried.update(tries_left=F("tries_left") - 1):
        return False
    link.refresh_from_db()
    if constant_time_compare(link.code_hash, _of(link, "".join(code.split()))):
        OneTimeLink.objects.filter(pk=link.pk).update(code_hash="", code_until=now)
        return True
    if link.tries_left == 0:
        OneTimeLink.objects.filter(pk=link.pk).update(uses_left=0, ended_at=now)
    return False


def _of(link: OneTimeLink, code: str) -> str:
    """A keyed digest: eight digits alone could be tried out from a copy of the database."""
    return salted_hmac(f"organisation.link_code.{link.pk}", code, algorithm="sha256").hexdigest()
