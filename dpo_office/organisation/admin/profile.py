"""The organisation's profile."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from dpo_office.desk.admin import OfficeAdmin
from dpo_office.organisation.models import Profile
from dpo_office.organisation.services import profile


@admin.register(Profile)
class ProfileAdmin(OfficeAdmin):
    list_display = ["legal_name", "trade_name", "country", "time_zone"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and not Profile.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def tell(self, *args: Any) -> None:
        """The service tells the trail."""

    log_addition = log_change = tell

    def save_model(self, request: HttpRequest, obj: Profile, form: Any, change: bool) -> None:
        obj.pk = 1
        profile.keep(obj, changed=form.changed_data, by=request.user)
