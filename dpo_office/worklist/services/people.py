"""Who is told and who acts: the owner, and while they are away their deputy as well."""

from datetime import date, datetime
from typing import TypeVar

from django.utils import timezone

from dpo_office.organisation import roles
from dpo_office.organisation.models import Profile, User
from dpo_office.organisation.services.absences import desks_of, stand_in_for
from dpo_office.worklist.models.about import AboutQuerySet

Rows = TypeVar("Rows", bound=AboutQuerySet)


def today(now: datetime | None = None) -> date:
    """The office's local date."""
    return (now or timezone.now()).astimezone(Profile.current().zone).date()


def dpos() -> list[User]:
    """Who answers for what nobody owns."""
    return list(User.objects.filter(is_active=True, groups__name=roles.DPO).order_by("pk"))


def told_of(owner: User | None, on: date) -> list[User]:
    """Who is told of something on that day: the owner and, if they are away, who stands in.

    Without an owner, or when the owner's account is closed, every DPO is.
    """
    owners = [owner] if owner and owner.is_active else dpos()
    told = [person for one in owners for person in (one, stand_in_for(one, on=on))]
    return list(dict.fromkeys(person for person in told if person and person.is_active))


def waiting_for(rows: Rows, user: User, on: date) -> Rows:
    """Those of `rows` that wait for the user, or for whom they stand in; a DPO's also nobody's."""
    return rows.waiting_for(*desks_of(user, on), unowned=user in dpos())


def stand_in_note(owner: User | None, on: date) -> User | None:
    """Who stands in for an absent owner, to be said on the page; None while they are here."""
    deputy = stand_in_for(owner, on=on) if owner else None
    return deputy if deputy != owner else None
