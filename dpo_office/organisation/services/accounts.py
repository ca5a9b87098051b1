"""Letting people into the office, and out of it (F2, F3)."""

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from dpo_office.lib import doors
from dpo_office.organisation.models import User
from dpo_office.organisation.refusals import AccountRefused
from dpo_office.organisation.services import invitations
from dpo_office.organisation.services.endings import end_all_access


@transaction.atomic
def admit(*, name: str, email: str, role: str, by: User | None) -> User:
    """Make a person of the office with one role; they set a password and a factor themselves.

    The address counts as shown: what they need to enter is sent there and nowhere else.
    Raises AccountRefused if the address is none or somebody's already.
    """
    email = _free_address(email)
    user = User.objects.create_user(email, name=name.strip())
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    doors.record("user.admitted", user, by=by)
    give_role(user, role, by=by)
    return user


@transaction.atomic
def give_role(user: User, role: str, *, by: User | None) -> None:
    """Give a role. Raises Group.DoesNotExist for an unknown one, AccountRefused to oneself."""
    _never_oneself(user, by)
    user.groups.add(Group.objects.get(name=role))
    doors.record("user.role_given", user, by=by, facts={"role": role})


@transaction.atomic
def take_role(user: User, role: str, *, by: User) -> None:
    """Take a role; rights are gone at the next request. Raises AccountRefused from oneself."""
    _never_oneself(user, by)
    if not user.groups.filter(name=role).exists():
        raise AccountRefused(_("%(name)s does not have that role.") % {"name": user})
    user.groups.remove(Group.objects.get(name=role))
    doors.record("user.role_taken", user, by=by, facts={"role": role})


@transaction.atomic
def deactivate(user: User, *, by: User, now: datetime) -> None:
    """Close the office to a person: sign-in, sessions, tokens and links end at once."""
    _never_oneself(user, by)
    if not User.objects.filter(pk=user.pk, is_active=True).update(is_active=False, closed_at=now):
        raise AccountRefused(_("The office is closed to %(name)s already.") % {"name": user})
    user.is_active, user.closed_at = False, now
    doors.record("user.deactivated", user, by=by)
    end_all_access(user, by=by, now=now)


@transaction.atomic
def reactivate(user: User, *, by: User, now: datetime) -> None:
    """Open the office again to a person, who sets up password and factor anew."""
    _never_oneself(user, by)
    if not user.name or not User.objects.filter(pk=user.pk, is_active=False).update(
        is_active=True, closed_at=None
    ):
        raise AccountRefused(_("Only a closed account that has its name can be opened again."))
    user.is_active, user.closed_at = True, None
    doors.record("user.reactivated", user, by=by)
    invitations.begin_anew(user, by=by, now=now)


@transaction.atomic
def change_address(user: User, email: str, *, by: User, now: datetime) -> None:
    """Give a person another address to sign in with; both addresses are told."""
    _never_oneself(user, by)
    former, user.email = user.email, _free_address(email)
    user.save(update_fields=["email"])
    EmailAddress.objects.filter(user=user).delete()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    doors.record("user.address_changed", user, by=by)
    end_all_access(user, by=by, now=now)
    for address in (former, user.email):
        invitations.tell(user, "address_changed", to=address, now=now)


@transaction.atomic
def strip_name(user: User, *, by: User | None) -> None:
    """Take name, address and factors off a closed account; the trail keeps its number (F5)."""
    locked = User.objects.select_for_update().get(pk=user.pk)
    if locked.is_active or not locked.name:
        raise AccountRefused(_("Only a closed account that has its name can lose it."))
    number = {"name": "", "email": f"former-{user.pk}@removed.invalid", "password": "!"}
    User.objects.filter(pk=user.pk).update(**number, last_login=None)
    EmailAddress.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    user.places.all().delete()
    doors.record("user.name_stripped", user, by=by)
    user.refresh_from_db()


def _free_address(email: str) -> str:
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise AccountRefused(
            _("“%(email)s” is not an e-mail address.") % {"email": email}
        ) from None
    if User.objects.filter(email__iexact=email).exists():
        raise AccountRefused(_("Somebody has this address already."))
    return email


def _never_oneself(user: User, by: User | None) -> None:
    if by is not None and by.pk == user.pk:
        raise AccountRefused(_("Nobody changes their own access: ask another person."))
