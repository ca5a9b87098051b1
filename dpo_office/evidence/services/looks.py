"""Who looked at which person: told once for each reader, record and day (ASVS 16.3.4)."""

from django.db import models
from django.utils import timezone

from dpo_office.evidence.models import Event, record
from dpo_office.organisation.access import may_see_persons
from dpo_office.organisation.models import Profile, User

LOOK = Event.LOOK


def note(about: models.Model, *, by: User) -> None:
    """Tell the trail that `by` opened a record that shows persons; once a local day.

    Who is shown no person is not told of. Two pages opened in the same instant may be told twice.
    """
    if not may_see_persons(by):
        return
    today = timezone.now().astimezone(Profile.current().zone)
    midnight = today.replace(hour=0, minute=0, second=0, microsecond=0)
    seen = Event.objects.about_any(about).filter(kind=LOOK, actor=by, at__gte=midnight)
    if not seen.exists():
        record(LOOK, about, by=by)
