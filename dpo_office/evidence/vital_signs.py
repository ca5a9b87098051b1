"""Whether the trail is being sealed: what is not sealed yet is not protected yet."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dpo_office.evidence.services.seal_lag import lag

PATIENCE = timedelta(minutes=3)  # sealing comes every minute


class TrailIsSealed:
    identifier = "trail"
    sentence = gettext_lazy("The trail is signed")

    def trouble(self, now: datetime) -> str:
        behind = lag(now)
        if behind.waited <= PATIENCE:
            return ""
        minutes = {"minutes": behind.waited // timedelta(minutes=1)}
        if behind.held_up:
            return (
                _(
                    "The oldest event has waited to be signed for %(minutes)d minutes: a writing "
                    "transaction that began before it is still open in this database server."
                )
                % minutes
            )
        return _("The oldest event has waited to be signed for %(minutes)d minutes.") % minutes
