"""How long data is kept, and its removal (GDPR Art. 5(1)(e))."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RetentionConfig(AppConfig):
    name = "retention"
    label = "retention"
    verbose_name = _("Retention")
