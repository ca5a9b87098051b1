"""Letting people into the office, and out of it (F3)."""

from django.contrib.auth.models import Group
from django.db import models, transaction

from dpo_office.lib import doors
from dpo_office.organisation.models import User


@transaction.atomic
def admit(*, name: str, email: str, role: str, by: models.Model | None) -> User:
    """Make a person of the office with one role; they sign in by a link, then set a factor."""
    user = User.objects.create_user(email, name=name)
    give_role(user, role, by=by)
    return user


@transaction.atomic
def give_role(user: User, role: str, *, by: models.Model | None) -> None:
    """Give a role. Raises Group.DoesNotExist for an unknown one."""
    user.groups.add(Group.objects.get(name=role))
    doors.record("user.role_given", user, by=by, facts={"role": role})
