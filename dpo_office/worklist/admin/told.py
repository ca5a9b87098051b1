"""What was said by the clocks and on mornings, to be looked at."""

from collections.abc import Iterable

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from dpo_office.desk.admin import ReadOnlyAdmin
from dpo_office.worklist.admin.listing import SubjectMixin, subject_link
from dpo_office.worklist.models import Alert, Clock, Digest


@admin.register(Alert)
class AlertAdmin(SubjectMixin, ReadOnlyAdmin):
    nothing = _("No clock has spoken yet.")
    list_display = ["level", "kind", "subject", "due_on", "rang_at", "raised_at", "mailed_at"]
    list_filter = ["level", "needs_mail"]
    list_select_related = ["clock"]
    readonly_fields = ["subject", "kind", "late_by"]
    fields = [
        "subject", "kind", "level", "due_on", "rang_at", "raised_at", "late_by", "needs_mail",
        "mailed_at",
    ]  # fmt: skip

    def about_rows(self, rows: Iterable[Alert]) -> list[Clock]:
        return [row.clock for row in rows]

    @admin.display(description=_("about"))
    def subject(self, alert: Alert) -> str:
        return subject_link(alert.clock)

    @admin.display(description=_("clock"))
    def kind(self, alert: Alert) -> str:
        return alert.clock.in_words

    @admin.display(description=_("spoke late by"))
    def late_by(self, alert: Alert) -> str:
        return str(alert.late_by)


@admin.register(Digest)
class DigestAdmin(ReadOnlyAdmin):
    """Mornings on which there was nothing to say are not listed."""

    nothing = _("No morning digest was sent yet.")
    list_display = ["on", "user", "subject", "made_at"]
    list_select_related = ["user"]
    search_fields = ["user__name", "user__email"]
    fields = ["user", "on", "made_at", "subject", "body"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).exclude(body="")
