"""Cases of data subjects who exercise a right (GDPR Arts. 12-22)."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RequestsConfig(AppConfig):
    name = "requests_app"
    label = "requests_app"
    verbose_name = _("Requests")

    def ready(self) -> None:
        from dpo_office.lib import doors
        from requests_app.addressees import RequestAddressee

        doors.addressees.register(RequestAddressee())
