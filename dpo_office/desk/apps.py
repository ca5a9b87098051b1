"""How our pages look; no models."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    name = "dpo_office.desk"
    label = "desk"
    verbose_name = _("Desk")
