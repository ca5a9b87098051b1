"""One-time links: made, looked at without being used up, spent once (A10)."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

from dpo_office.lib import doors
from dpo_office.organisation.models import OneTimeLink, User

PASS_LIFE = timedelta(minutes=15)  # of the page behind a spent link


def hashed(token: str) -> str:
    """What is kept of a 256-bit token: its SHA-256; nothing can be guessed from it."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def make(
    purpose: str,
    *,
    life: timedelta,
    now: datetime,
    user: User | None = None,
    about: str = "",
    uses: int = 1,
    needs_code: bool = False,
    by: User | None = None,
) -> str:
    """Make a link; the token returned is its only copy."""
    token = secrets.token_urlsafe(32)
    link = OneTimeLink.objects.create(
        token_hash=hashed(token),
        purpose=purpose,
        user=user,
        about=about,
        made_at=now,
        expires_at=now + life,
        uses_left=uses,
        needs_code=needs_code,
    )
    doors.record("link.made", link, by=by, facts={"purpose": purpose})
    return token


def address_of(token: str) -> str:
    """Where the link leads: the public door, on its own host if there is one (A10)."""
    host = f"https://{settings.PUBLIC_HOST}" if settings.PUBLIC_HOST else settings.SITE_URL
    return f"{host}/p/{token}/"


def look(token: str, now: datetime) -> OneTimeLink | None:
    """The link if it still opens something; looking uses nothing up."""
    alive = OneTimeLink.objects.filter(expires_at__gt=now, uses_left__gt=0)
    return alive.filter(token_hash=hashed(token)).first()


@transaction.atomic
def spend(token: str, now: datetime) -> OneTimeLink | None:
    """Use the link once; None when it is unknown, over, or somebody was first."""
    alive = OneTimeLink.objects.filter(
        token_hash=hashed(token), expires_at__gt=now, uses_left__gt=0
    )
    if not alive.update(uses_left=F("uses_left") - 1, used_at=now):
        return None
    link = OneTimeLink.objects.get(token_hash=hashed(token))
    doors.record("link.used", link, by=None, facts={"purpose": link.purpose})
    return link


def exchange(link: OneTimeLink, now: datetime, life: timedelta = PASS_LIFE) -> str:
    """A pass to the page behind a link that was just spent; the former pass ends."""
    browser_pass = secrets.token_urlsafe(32)
    OneTimeLink.objects.filter(pk=link.pk).update(
        pass_hash=hashed(browser_pass), pass_until=now + life
    )
    return browser_pass


def behind(browser_pass: str, now: datetime) -> OneTimeLink | None:
    """The link that was exchanged for this pass, as long as the pass lives."""
    return OneTimeLink.objects.filter(pass_hash=hashed(browser_pass), pass_until__gt=now).first()


def close_page(link: OneTimeLink, now: datetime) -> bool:
    """End the pass, since its page has done what it is for; False if another was first."""
    return bool(
        OneTimeLink.objects.filter(pk=link.pk, pass_until__gt=now)
        .exclude(pass_hash="")
        .update(pass_hash="", pass_until=now)
    )


@transaction.atomic
def end(link: OneTimeLink, *, by: User | None, now: datetime) -> bool:
    """End a link and the page behind it for good; False when it was over before."""
    alive = Q(uses_left__gt=0, expires_at__gt=now) | Q(pass_until__gt=now)
    over = OneTimeLink.objects.filter(alive, pk=link.pk)
    if not over.update(uses_left=0, pass_hash="", ended_at=now):
        return False
    doors.record("link.ended", link, by=by, facts={"purpose": link.purpose})
    return True


def end_all(user: User, *, purpose: str, now: datetime) -> int:
    """End the person's links of one purpose; how many could still be used."""
    alive = OneTimeLink.objects.filter(user=user, purpose=purpose, uses_left__gt=0)
    return alive.update(uses_left=0, ended_at=now)


def end_about(about: str, *, purpose: str, now: datetime) -> int:
    """End the links of one purpose about something, and the pages behind them; how many."""
    alive = Q(uses_left__gt=0, expires_at__gt=now) | Q(pass_until__gt=now)
    over = OneTimeLink.objects.filter(alive, purpose=purpose, about=about)
    return over.update(uses_left=0, pass_hash="", ended_at=now)
