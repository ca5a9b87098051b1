"""The organisation's profile, and the links and tokens that were made."""

from django.contrib import admin

from dpo_office.desk.admin import OfficeAdmin, ReadOnlyAdmin
from dpo_office.organisation.models import ApiToken, OneTimeLink, Profile


@admin.register(Profile)
class ProfileAdmin(OfficeAdmin):
    list_display = ["legal_name", "trade_name", "country", "time_zone"]

    def has_add_permission(self, request):
        return super().has_add_permission(request) and not Profile.objects.exists()


@admin.register(OneTimeLink)
class OneTimeLinkAdmin(ReadOnlyAdmin):
    list_display = ["purpose", "made_at", "expires_at", "uses_left", "used_at"]
    list_filter = ["purpose"]
    fields = ["purpose", "user", "made_at", "expires_at", "uses_left", "used_at"]


@admin.register(ApiToken)
class ApiTokenAdmin(ReadOnlyAdmin):
    list_display = ["name", "scopes", "owner", "expires_at", "last_used_at", "revoked_at"]
    list_select_related = ["owner"]
    search_fields = ["name"]
    fields = ["name", "scopes", "owner", "made_at", "expires_at", "last_used_at", "revoked_at"]
