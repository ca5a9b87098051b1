"""Whether time is heard: alerts must not wait for a sweep."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dpo_office.worklist.services.sweeping import lag

PATIENCE = timedelta(minutes=3)  # the sweep comes every minute


class SweepKeepsUp:
    identifier = "clocks"
    sentence = gettext_lazy("Alerts of clocks go out")

    def trouble(self, now: datetime) -> str:
        waited = lag(now)
        if waited <= PATIENCE:
            return ""
        minutes = int(waited.total_seconds() // 60)
        return _("The oldest alert has waited for %(minutes)d minutes.") % {"minutes": minutes}
