"""Who we are and who may enter."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganisationConfig(AppConfig):
    name = "dpo_office.organisation"
    label = "organisation"
    verbose_name = _("Organisation")

    def ready(self) -> None:
        from dpo_office.lib import doors
        from dpo_office.organisation.demo_sign_in import DemoSignIn

        doors.link_pages.register(DemoSignIn())
