"""After a restore: what waited when the backup was taken may have left since."""

from datetime import datetime

from django.utils.translation import gettext as _

from dpo_office.correspondence.models import Delivery
from dpo_office.lib import doors
from dpo_office.lib.periods import local_date
from dpo_office.organisation.models import Profile

CHECK = "correspondence.waited_at_the_backup"


class MailsWait:
    """No mail of another cluster leaves by itself (Delivery.objects.due); a person decides."""

    identifier = "correspondence.mails"

    def act(self, now: datetime) -> None:
        if waiting := Delivery.objects.open().count():
            text = _("%(n)d mails waited when the backup was taken. Send again what did not leave.")
            doors.raise_finding(
                CHECK,
                about=None,
                owner=None,
                due_on=local_date(now, Profile.current().time_zone),
                text=text % {"n": waiting},
                failure=True,
            )
