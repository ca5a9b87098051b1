"""API tokens: made and shown once, checked, revoked."""

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from dpo_office.lib import doors
from dpo_office.organisation.models import ApiToken, User
from dpo_office.organisation.models.api_token import LONGEST_LIFE
from dpo_office.organisation.refusals import TokenRefused
from dpo_office.organisation.services.links import hashed

NOTED_EVERY = timedelta(minutes=1)  # the last use is written at most that often


@transaction.atomic
def make(
    name: str, *, scopes: Collection[str], expires_at: datetime, by: User, now: datetime
) -> str:
    """Make a token; what is returned is its only copy.

    `scopes` as apps declared them; `expires_at` (aware) within a year. Raises TokenRefused.
    """
    if not scopes or any(doors.scopes.get(scope) is None for scope in scopes):
        raise TokenRefused(_("Choose what the token may ask for."))
    if not now < expires_at <= now + timedelta(days=LONGEST_LIFE):
        raise TokenRefused(_("A token ends in the future, within a year."))
    token = secrets.token_urlsafe(32)
    row = ApiToken.objects.create(
        name=name,
        token_hash=hashed(token),
        scopes=sorted(scopes),
        owner=by,
        made_at=now,
        expires_at=expires_at,
    )
    doors.record("token.made", row, by=by, facts={"scopes": sorted(scopes)})
    return token


def holder(token: str, now: datetime) -> ApiToken | None:
    """The token's row if it works now; its use is noted."""
    row = ApiToken.objects.select_related("owner").filter(token_hash=hashed(token)).first()
    if row is None or not row.works_at(now):
        return None
    if row.last_used_at is None or now - row.last_used_at > NOTED_EVERY:
        ApiToken.objects.filter(pk=row.pk).update(last_used_at=now)
    return row


@transaction.atomic
def revoke(row: ApiToken, *, by: User, now: datetime) -> bool:
    """End a token for good; False when it was ended before."""
    if not ApiToken.objects.filter(pk=row.pk, revoked_at=None).update(revoked_at=now):
        return False
    doors.record("token.revoked", row, by=by)
    return True
