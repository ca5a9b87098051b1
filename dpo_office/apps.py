"""The project itself as an app (its commands, checks and templates), and the admin's site."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class ProjectConfig(AppConfig):
    name = "dpo_office"
    label = "dpo_office"
    verbose_name = "DPO Office"


class OfficeAdminConfig(AdminConfig):
    default_site = "dpo_office.admin_site.OfficeAdminSite"
