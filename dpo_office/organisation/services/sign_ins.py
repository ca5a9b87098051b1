"""What happens when somebody has signed in: old sessions end, a new place is told (8.4.2)."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from dpo_office.lib import doors
from dpo_office.organisation.models import SignInPlace, User
from dpo_office.organisation.models.sign_in_place import device_digest, digest
from dpo_office.organisation.services.endings import end_oldest_sessions
from dpo_office.organisation.services.invitations import tell


@transaction.atomic
def note(user: User, *, address: str, user_agent: str, now: datetime) -> None:
    """Keep the place, mail the person if it is new to them, leave them three sessions."""
    end_oldest_sessions(user, most=settings.SESSIONS_PER_PERSON)
    known_before = SignInPlace.objects.filter(user=user).exists()
    where = {"user": user, "address": digest(address), "device": device_digest(user_agent)}
    _place, new = SignInPlace.objects.update_or_create(
        **where, defaults={"last_at": now}, create_defaults={"first_at": now, "last_at": now}
    )
    if new and known_before:
        doors.record("user.new_place", user, by=user)
        tell(user, "new_place", now=now, network=address, user_agent=user_agent)


def is_familiar(email: str, address: str) -> bool:
    """Whether the person with that e-mail signed in from this address before."""
    return SignInPlace.objects.filter(
        user__email__iexact=email.strip(), address=digest(address)
    ).exists()
