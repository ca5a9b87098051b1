"""Letting people into the office, and out of it (F2, F3)."""

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group
from django.db import transaction

from dpo_office.lib import doors
from dpo_office.organisation.models import User


@transaction.atomic
def admit(*, name: str, email: str, role: str, by: User | None) -> User:
    """Make a person of the office with one role; they set a password and a factor themselves.

    The address counts as shown: what they need to enter is sent there and nowhere else.
    """
    user = User.objects.create_user(email, name=name)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    give_role(user, role, by=by)
    return user


@transaction.atomic
def give_role(user: User, role: str, *, by: User | None) -> None:
    """Give a role. Raises Group.DoesNotExist for an unknown one."""
    user.groups.add(Group.objects.get(name=role))
    doors.record("user.role_given", user, by=by, facts={"role": role})


@transaction.atomic
def deactivate(user: User, *, by: User) -> None:
    """Close the office to a person: sign-in, sessions and tokens end at once."""
    User.objects.filter(pk=user.pk).update(is_active=False)
    user.is_active = False
    end_sessions(user, by=by)
    doors.record("user.deactivated", user, by=by)


def end_sessions(user: User, *, by: User | None) -> int:
    """End all sessions of a person; how many."""
    sessions = list(UserSession.objects.filter(user=user))
    for session in sessions:
        session.end()
    doors.record("user.sessions_ended", user, by=by, facts={"sessions": len(sessions)})
    return len(sessions)
