"""Ending what a person enters with: sessions, tokens, links (V7.4)."""

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.db.models import Q

from dpo_office.lib import doors
from dpo_office.organisation.models import ApiToken, OneTimeLink, User


def end_sessions(user: User, *, by: User | None, keep: str = "") -> int:
    """End the person's sessions but the one with the key `keep`; how many."""
    sessions = list(UserSession.objects.filter(user=user).exclude(session_key=keep))
    for session in sessions:
        session.end()
    if sessions:
        doors.record("user.sessions_ended", user, by=by, facts={"sessions": len(sessions)})
    return len(sessions)


def end_oldest_sessions(user: User, *, most: int) -> int:
    """Leave the person their `most` newest sessions; how many ended."""
    User.objects.select_for_update().get(pk=user.pk)  # or two sign-ins at once leave one too many
    newest_first = UserSession.objects.filter(user=user).order_by("-created_at", "-pk")
    for session in (too_many := list(newest_first[most:])):
        session.end()
    return len(too_many)


@transaction.atomic
def end_all_access(user: User, *, by: User | None, now: datetime, keep: str = "") -> None:
    """End everything that the person or their programs enter with, but the session `keep`."""
    end_sessions(user, by=by, keep=keep)
    for kind in doors.personal_keys:
        if ended := kind.end(user, by=by, now=now):
            doors.record("user.keys_ended", user, by=by, facts={kind.identifier: ended})


class ApiTokens:
    """The tokens by which a person's programs ask."""

    identifier = "api_tokens"

    def end(self, user: User, *, by: User | None, now: datetime) -> int:
        return ApiToken.objects.filter(owner=user, revoked_at=None).update(revoked_at=now)


class Links:
    """The links that were made for a person."""

    identifier = "links"

    def end(self, user: User, *, by: User | None, now: datetime) -> int:
        alive = Q(uses_left__gt=0, expires_at__gt=now) | Q(pass_until__gt=now)
        return OneTimeLink.objects.filter(alive, user=user).update(
            uses_left=0, pass_hash="", ended_at=now
        )
