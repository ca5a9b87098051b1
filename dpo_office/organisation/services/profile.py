"""Who the organisation is (O1); its country and zone move legal deadlines, so changes are told."""

from collections.abc import Collection

from django.db import transaction

from dpo_office.lib import doors
from dpo_office.organisation.models import Profile, User


@transaction.atomic
def keep(profile: Profile, *, changed: Collection[str], by: User) -> None:
    """Save the profile; the trail has which fields changed, and country and zone as they are."""
    profile.full_clean()
    profile.save()
    facts = {"changed": sorted(changed), "country": profile.country, "zone": profile.time_zone}
    doors.record("profile.changed", profile, by=by, facts=facts)
