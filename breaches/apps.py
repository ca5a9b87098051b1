"""Personal data breaches (GDPR Arts. 33, 34)."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BreachesConfig(AppConfig):
    name = "breaches"
    label = "breaches"
    verbose_name = _("Breaches")
