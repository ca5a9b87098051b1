"""A password that a person sets by a link of theirs."""

from datetime import datetime

from django.db import transaction

from dpo_office.lib import doors
from dpo_office.organisation.models import OneTimeLink
from dpo_office.organisation.services import invitations, links
from dpo_office.organisation.services.endings import end_all_access


@transaction.atomic
def set_by_link(link: OneTimeLink, word: str, *, now: datetime) -> bool:
    """Set the password of the person whom the link is for; False if the page was closed."""
    user = link.user
    if user is None or not links.close_page(link, now):
        return False
    user.set_password(word)
    user.save(update_fields=["password"])
    doors.record("user.password_set", user, by=user)
    end_all_access(user, by=user, now=now)
    invitations.tell(user, "password_set", now=now)
    return True
