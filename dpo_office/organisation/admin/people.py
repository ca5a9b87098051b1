"""People of the office and their absences."""

from django.contrib import admin, messages
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dpo_office.desk.admin import OfficeAdmin, ReadOnlyAdmin
from dpo_office.organisation.models import Absence, User
from dpo_office.organisation.refusals import AccountRefused
from dpo_office.organisation.services import accounts, endings


@admin.register(User)
class UserAdmin(ReadOnlyAdmin):
    """Looked at; changed by actions only, so that each change is told in the trail."""

    list_display = ["name", "email", "role", "is_active", "last_login"]
    list_filter = ["is_active"]
    search_fields = ["name", "email"]
    fields = ["name", "email", "is_active", "joined_at", "last_login"]
    actions = ["end_sessions", "deactivate"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description=gettext_lazy("role"))
    def role(self, obj: User) -> str:
        return ", ".join(group.name for group in obj.groups.all())

    @admin.action(description=gettext_lazy("End all sessions"), permissions=["end_sessions"])
    def end_sessions(self, request, queryset):
        ended = sum(endings.end_sessions(user, by=request.user) for user in queryset)
        messages.success(request, _("%(n)d sessions ended.") % {"n": ended})

    @admin.action(description=gettext_lazy("Close the office to them"), permissions=["deactivate"])
    def deactivate(self, request, queryset):
        for user in queryset:
            try:
                accounts.deactivate(user, by=request.user, now=timezone.now())
            except AccountRefused as why:
                messages.error(request, str(why))
                continue
            messages.success(request, _("%(name)s cannot sign in any more.") % {"name": user})


@admin.register(Absence)
class AbsenceAdmin(OfficeAdmin):
    list_display = ["user", "deputy", "first_day", "last_day"]
    list_select_related = ["user", "deputy"]
    autocomplete_fields = ["user", "deputy"]
