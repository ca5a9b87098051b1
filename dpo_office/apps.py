"""The project itself as an app (its commands, checks and templates), and the admin's site."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class ProjectConfig(AppConfig):
    name = "dpo_office"
    label = "dpo_office"
    verbose_name = "DPO Office"

    def ready(self) -> None:
        from dpo_office.invariants import DatabaseGuards
        from dpo_office.lib import doors

        doors.invariants.register(DatabaseGuards())


class OfficeAdminConfig(AdminConfig):
    default_site = "dpo_office.admin_site.OfficeAdminSite"
