"""Purge runs, to be looked at."""

from typing import ClassVar

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from dpo_office.desk.admin import ReadOnlyAdmin
from dpo_office.lib import doors
from retention.models import PurgeRun


@admin.register(PurgeRun)
class PurgeRunAdmin(ReadOnlyAdmin):
    nothing = _("Nothing was purged yet.")
    list_display: ClassVar = [
        "kind",
        "status",
        "started_at",
        "took",
        "due",
        "held",
        "purged",
        "oldest_after",
    ]
    list_filter: ClassVar = ["status"]
    search_fields: ClassVar = ["purger"]
    search_help_text = _("Kind of data")

    @admin.display(description=_("kind of data"), ordering="purger")
    def kind(self, run: PurgeRun) -> str:
        """Its name in words; a run of a kind that is no more keeps its identifier."""
        purger = doors.purgers.get(run.purger)
        return str(purger.verbose_name if purger else run.purger)

    @admin.display(description=_("took"))
    def took(self, run: PurgeRun) -> str:
        if run.finished_at is None:
            return ""
        return _("%(n)d s") % {"n": (run.finished_at - run.started_at).total_seconds()}
