"""What this app removes by schedule: sessions, links, tokens, places of sign-in, names (F5)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Count, Exists, Min, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from dpo_office.lib.door_shapes import PurgePlan
from dpo_office.organisation.models import ApiToken, OneTimeLink, SignInPlace, User
from dpo_office.organisation.services import accounts

BATCH = 1000


@dataclass(frozen=True)
class Rows:
    """Rows of one model that go `kept` after the time in their `field`."""

    identifier: str
    verbose_name: Any
    rows: QuerySet
    field: str
    kept: timedelta

    def plan(self, now: datetime) -> PurgePlan:
        found = self._over(now).aggregate(due=Count("pk"), oldest=Min(self.field))
        return PurgePlan(due=found["due"], held=0, oldest=found["oldest"])

    def purge(self, now: datetime) -> int:
        total = 0
        while batch := list(self._over(now).values_list("pk", flat=True)[:BATCH]):
            self.rows.model.objects.filter(pk__in=batch).delete()
            total += len(batch)
        return total

    def oldest(self) -> datetime | None:
        return self.rows.all().aggregate(oldest=Min(self.field))["oldest"]

    def _over(self, now: datetime) -> QuerySet:
        return self.rows.filter(**{f"{self.field}__lt": now - self.kept})


class FormerPeople:
    """Closed accounts lose name and address; the trail keeps their number."""

    identifier = "former_people"
    verbose_name = _("names of former colleagues")
    kept = timedelta(days=3 * 365)  # as long as the cases that they worked on

    def plan(self, now: datetime) -> PurgePlan:
        found = self._over(now).aggregate(due=Count("pk"), oldest=Min("closed_at"))
        return PurgePlan(due=found["due"], held=0, oldest=found["oldest"])

    def purge(self, now: datetime) -> int:
        people = list(self._over(now))
        for user in people:
            accounts.strip_name(user, by=None)
        return len(people)

    def oldest(self) -> datetime | None:
        return self._named().aggregate(oldest=Min("closed_at"))["oldest"]

    def _over(self, now: datetime) -> QuerySet:
        return self._named().filter(closed_at__lt=now - self.kept)

    def _named(self) -> QuerySet:
        return User.objects.filter(is_active=False).exclude(name="")


LISTED = UserSession.objects.exclude(
    Exists(Session.objects.filter(session_key=OuterRef("session_key")))
)
PURGERS = [
    Rows("sessions", _("sessions that are over"), Session.objects.all(), "expire_date",
         timedelta(0)),
    # Their list holds network and browser: it goes a day after the session did.
    Rows("listed_sessions", _("list of past sessions"), LISTED, "last_seen_at", timedelta(days=1)),
    Rows("links", _("one-time links"), OneTimeLink.objects.all(), "expires_at",
         timedelta(days=90)),
    Rows("api_tokens", _("API tokens that are over"), ApiToken.objects.all(), "expires_at",
         timedelta(days=365)),
    Rows("places", _("places of sign-in"), SignInPlace.objects.all(), "last_at",
         timedelta(days=365)),
    FormerPeople(),
]  # fmt: skip
