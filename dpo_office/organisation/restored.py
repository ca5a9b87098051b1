"""After a restore nobody is inside: a backup holds the sessions, tokens and links of its day."""

from datetime import datetime

from django.contrib.sessions.models import Session

from dpo_office.organisation.models import OneTimeLink, User
from dpo_office.organisation.services.endings import end_all_access


class NobodyIsInside:
    """Sessions, tokens and links end, whoever they were for; passwords and factors stay."""

    identifier = "organisation.access"

    def act(self, now: datetime) -> None:
        for user in User.objects.order_by("pk"):
            end_all_access(user, by=None, now=now)
        Session.objects.all().delete()
        OneTimeLink.objects.filter(ended_at=None).update(uses_left=0, pass_hash="", ended_at=now)
