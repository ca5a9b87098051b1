"""Purge runs, to be looked at."""

from django.contrib import admin

from dpo_office.desk.admin import ReadOnlyAdmin
from retention.models import PurgeRun


@admin.register(PurgeRun)
class PurgeRunAdmin(ReadOnlyAdmin):
    list_display = ["purger", "status", "started_at", "due", "held", "purged", "oldest_after"]
    list_filter = ["status"]
    search_fields = ["purger"]
