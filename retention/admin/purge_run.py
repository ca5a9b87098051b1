"""Purge runs, to be looked at."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from dpo_office.desk.admin import ReadOnlyAdmin
from retention.models import PurgeRun


@admin.register(PurgeRun)
class PurgeRunAdmin(ReadOnlyAdmin):
    nothing = _("Nothing was purged yet.")
    list_display = ["purger", "status", "started_at", "due", "held", "purged", "oldest_after"]
    list_filter = ["status"]
    search_fields = ["purger"]
