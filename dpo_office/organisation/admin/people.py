"""People of the office: admitted, given roles, let out."""

from functools import partial
from typing import Any

from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin, messages
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import (
    UnfoldAdminEmailInputWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
)

from dpo_office.desk.admin import ReadOnlyAdmin
from dpo_office.desk.deeds import do_each
from dpo_office.organisation.admin.asked import AskedFirst
from dpo_office.organisation.admin.people_access import AccessSteps
from dpo_office.organisation.admin.people_sign_in import SignInSteps
from dpo_office.organisation.admin.roles import ROLE_CHOICES
from dpo_office.organisation.fresh_sign_in import require_fresh_sign_in
from dpo_office.organisation.models import User
from dpo_office.organisation.services import accounts, endings, invitations


class AdmitForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=120, widget=UnfoldAdminTextInputWidget
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        help_text=gettext_lazy("A link to set a password and a second factor is sent there."),
        widget=UnfoldAdminEmailInputWidget,
    )
    role = forms.ChoiceField(
        label=gettext_lazy("Role"), choices=ROLE_CHOICES, widget=UnfoldAdminSelectWidget
    )


class HasRole(admin.SimpleListFilter):
    title = gettext_lazy("role")
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return ROLE_CHOICES

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(groups__name=self.value()) if self.value() else queryset


@admin.register(User)
class UserAdmin(AskedFirst, AccessSteps, SignInSteps, ReadOnlyAdmin):
    """Looked at; changed by steps only, so that each change is told in the trail."""

    list_display = ["name_shown", "email", "role", "factor", "is_active", "last_login"]
    list_filter = ["is_active", HasRole]
    search_fields = ["name", "email"]
    fields = ["name_shown", "email", "role", "factor", "is_active", "closed_at", "joined_at"]
    fields += ["last_login"]
    readonly_fields = ["name_shown", "role", "factor"]
    actions = ["end_sessions_of_selected", "deactivate_selected"]
    actions_detail = [
        {
            "title": gettext_lazy("Roles"),
            "icon": "shield_person",
            "items": ["give_role", "take_role"],
        },
        {
            "title": gettext_lazy("Sign-in"),
            "icon": "key",
            "items": ["invite_again", "end_sessions", "reset_factor", "change_address"],
        },
        {
            "title": gettext_lazy("Account"),
            "icon": "badge",
            "items": ["deactivate", "reactivate", "strip_name"],
        },
    ]
    asked_form = AdmitForm
    asked_title = gettext_lazy("Admit to the office")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        factors = Authenticator.objects.filter(user=OuterRef("pk")).exclude(type="recovery_codes")
        people = super().get_queryset(request).annotate(has_factor=Exists(factors))
        return people.prefetch_related("groups")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.may(request, "add")

    def add(self, request: HttpRequest, data: dict[str, Any]) -> HttpResponse:
        user = accounts.admit(**data, by=request.user)
        invitations.invite(user, by=request.user, now=timezone.now())
        said = _("%(name)s is admitted; an invitation is on its way.")
        messages.success(request, said % {"name": user})
        return redirect("admin:organisation_user_change", user.pk)

    @admin.display(description=gettext_lazy("name"), ordering="name")
    def name_shown(self, user: User) -> str:
        return str(user)

    @admin.display(description=gettext_lazy("role"))
    def role(self, user: User) -> str:
        return ", ".join(group.name for group in user.groups.all())

    @admin.display(description=gettext_lazy("second factor"), boolean=True)
    def factor(self, user: User) -> bool:
        return user.has_factor

    @admin.action(
        description=gettext_lazy("End all sessions"), permissions=["end_sessions_of_selected"]
    )
    def end_sessions_of_selected(self, request: HttpRequest, queryset: QuerySet) -> None:
        ended = sum(endings.end_sessions(user, by=request.user) for user in queryset)
        messages.success(request, _("%(n)d sessions ended.") % {"n": ended})

    @admin.action(
        description=gettext_lazy("Close the office to them"), permissions=["deactivate_selected"]
    )
    def deactivate_selected(self, request: HttpRequest, queryset: QuerySet) -> None:
        require_fresh_sign_in(request)
        now = timezone.now()
        deed = partial(accounts.deactivate, by=request.user, now=now)
        do_each(request, queryset, deed, said=_("The office is closed to %(count)d people."))
