"""Who it is about: customers and data subjects."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartiesConfig(AppConfig):
    name = "dpo_office.parties"
    label = "parties"
    verbose_name = _("Parties")
