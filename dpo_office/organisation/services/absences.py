"""Standing in for somebody who is away (F4)."""

from datetime import date

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from dpo_office.lib import doors
from dpo_office.organisation import roles
from dpo_office.organisation.models import Absence, User
from dpo_office.organisation.refusals import AbsenceRefused

MAY_ACT = frozenset(roles.ROLES) - {roles.AUDITOR}


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


def check(absence: Absence, *, by: User) -> None:
    """Raise AbsenceRefused unless `by` may say so, and the deputy may act.

    People enter their own absence; who may change people, also another's.
    """
    if absence.user != by and not by.has_perm("organisation.change_user"):
        raise AbsenceRefused(_("You can enter your own absence only."))
    if not absence.deputy.is_active or not absence.deputy.has_role(*MAY_ACT):
        raise AbsenceRefused(
            _("%(name)s can't stand in: they have no role that may act.") % {"name": absence.deputy}
        )
    if day := _circle(absence):
        words = {"name": absence.deputy, "day": date_format(day, "D j M"), "user": absence.user}
        raise AbsenceRefused(
            _(
                "%(name)s is away as well on %(day)s, and whoever stands in for them comes back "
                "to %(user)s. Choose somebody who is here."
            )
            % words
        )


def _circle(absence: Absence) -> date | None:
    """The first day on which following the deputies leads back to who is away, if there is one."""
    if not absence.first_day or not absence.last_day:
        return None  # the form says that they are missing
    others = Absence.objects.exclude(pk=absence.pk).filter(
        first_day__lte=absence.last_day, last_day__gte=absence.first_day
    )
    rows = list(others.values_list("user", "deputy", "first_day", "last_day"))
    for day in sorted({absence.first_day, *(r[2] for r in rows if r[2] > absence.first_day)}):
        away = {user: deputy for user, deputy, first, last in rows if first <= day <= last}
        seen, current = set(), absence.deputy_id
        while current in away and current not in seen and current != absence.user_id:
            seen.add(current)
            current = away[current]
        if current == absence.user_id:
            return day
    return None


@transaction.atomic
def announce(absence: Absence, *, by: User) -> None:
    """Keep a new or changed absence. Raises AbsenceRefused, and IntegrityError on an overlap."""
    check(absence, by=by)
    absence.save()
    days = {"first_day": str(absence.first_day), "last_day": str(absence.last_day)}
    people = {"user": absence.user_id, "deputy": absence.deputy_id}
    doors.record("absence.announced", absence, by=by, facts=days | people)


@transaction.atomic
def withdraw(absence: Absence, *, by: User) -> None:
    """Take an absence back."""
    doors.record("absence.withdrawn", absence, by=by, facts={"user": absence.user_id})
    absence.delete()
