"""Standing in for somebody who is away (F4)."""

from datetime import date

from dpo_office.organisation.models import Absence, User


def stand_in_for(user: User, on: date) -> User:
    """Who acts for `user` on that local day: themselves, or the deputy, or the deputy's deputy.

    A circle of absences ends where it began: nobody is left without somebody who acts.
    """
    away = dict(
        Absence.objects.filter(first_day__lte=on, last_day__gte=on).values_list("user", "deputy")
    )
    seen, current = {user.pk}, user.pk
    while (deputy := away.get(current)) is not None and deputy not in seen:
        seen.add(deputy)
        current = deputy
    return user if current == user.pk or current in away else User.objects.get(pk=current)


def desks_of(user: User, on: date) -> list[User]:
    """Whose work waits for that user: their own and that of everybody they stand in for."""
    away = User.objects.filter(absences__first_day__lte=on, absences__last_day__gte=on)
    return [user, *(one for one in away.order_by("pk") if stand_in_for(one, on=on) == user)]
