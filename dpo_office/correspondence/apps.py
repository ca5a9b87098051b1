"""What was said: letters and the outbox."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CorrespondenceConfig(AppConfig):
    name = "dpo_office.correspondence"
    label = "correspondence"
    verbose_name = _("Correspondence")
