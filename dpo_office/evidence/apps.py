"""What happened and what proves it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EvidenceConfig(AppConfig):
    name = "dpo_office.evidence"
    label = "evidence"
    verbose_name = _("Evidence")

    def ready(self) -> None:
        from dpo_office.evidence.models import record
        from dpo_office.lib import doors

        doors.record.fill(record)
