"""Who is away, and who stands in meanwhile."""

from datetime import date

from dpo_office.organisation.models import User


def stand_in_for(user: User, on: date) -> User:
    """Who acts for the user on that local day: the user, or while they are away their deputy."""
    return user
