"""What must be done, by when, by whom."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorklistConfig(AppConfig):
    name = "dpo_office.worklist"
    label = "worklist"
    verbose_name = _("Worklist")
