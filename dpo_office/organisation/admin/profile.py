"""The organisation's profile."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextareaWidget

from dpo_office.desk.admin import OfficeAdmin
from dpo_office.organisation.admin.topics import LawByTopic
from dpo_office.organisation.models import Profile
from dpo_office.organisation.services import profile


class ProfileForm(forms.ModelForm):
    law_by_topic = LawByTopic(
        label=_("Law by topic"),
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        help_text=_("Only where it is not that of the establishment: “connection logs: FR”."),
    )

    class Meta:
        model = Profile
        fields = "__all__"  # noqa: DJ007  # the page is the whole profile
        widgets = {"address": UnfoldAdminTextareaWidget(attrs={"rows": 4})}


@admin.register(Profile)
class ProfileAdmin(OfficeAdmin):
    form = ProfileForm

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """There is one: it is opened at once."""
        if self.has_view_permission(request) and Profile.objects.exists():
            return redirect("admin:organisation_profile_change", 1)
        return super().changelist_view(request, extra_context)

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
