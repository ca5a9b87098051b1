"""Steps on one person: roles, closing and opening the office to them."""

from collections.abc import Callable
from functools import partial

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action
from unfold.forms import BaseDialogForm
from unfold.widgets import UnfoldAdminSelectWidget

from dpo_office.desk.deeds import do
from dpo_office.organisation.admin.roles import ROLE_CHOICES
from dpo_office.organisation.fresh_sign_in import require_fresh_sign_in
from dpo_office.organisation.models import User
from dpo_office.organisation.services import accounts


class RoleForm(BaseDialogForm):
    role = forms.ChoiceField(label=_("Role"), choices=ROLE_CHOICES, widget=UnfoldAdminSelectWidget)


def change(
    request: HttpRequest, object_id: str, deed: Callable[[User], object], said: str
) -> HttpResponse:
    """Do something to the access of one person; the second factor must be fresh (7.5.3)."""
    require_fresh_sign_in(request)
    user = get_object_or_404(User, pk=object_id)
    page = reverse("admin:organisation_user_change", args=[user.pk])
    return do(request, lambda: deed(user), said=said, back=page)


class AccessSteps:
    """For UserAdmin."""

    @action(
        description=_("Give a role"),
        permissions=["give_role"],
        icon="add_moderator",
        dialog={"title": _("Which role do they get?"), "form_class": RoleForm},
    )
    def give_role(self, request: HttpRequest, form: RoleForm, object_id: str) -> HttpResponse:
        role = form.cleaned_data["role"]
        deed = partial(accounts.give_role, role=role, by=request.user)
        return change(request, object_id, deed, _("The role is given."))

    @action(
        description=_("Take a role"),
        permissions=["take_role"],
        icon="remove_moderator",
        dialog={"title": _("Which role is taken?"), "form_class": RoleForm},
    )
    def take_role(self, request: HttpRequest, form: RoleForm, object_id: str) -> HttpResponse:
        role = form.cleaned_data["role"]
        deed = partial(accounts.take_role, role=role, by=request.user)
        return change(request, object_id, deed, _("The role is taken."))

    @action(
        description=_("Close the office to them"),
        permissions=["deactivate"],
        icon="lock",
        dialog={
            "title": _("Close the office to this person?"),
            "description": _("Sign-in, sessions, API tokens and links end at once."),
            "form_submit_text": _("Close it"),
        },
    )
    def deactivate(
        self, request: HttpRequest, form: BaseDialogForm, object_id: str
    ) -> HttpResponse:
        now = timezone.now()
        deed = partial(accounts.deactivate, by=request.user, now=now)
        return change(request, object_id, deed, _("The office is closed to them."))

    @action(
        description=_("Open the office again"),
        permissions=["reactivate"],
        icon="lock_open",
        dialog={
            "title": _("Open the office to this person again?"),
            "description": _("They get a link to set password and second factor anew."),
            "form_submit_text": _("Open it"),
        },
    )
    def reactivate(
        self, request: HttpRequest, form: BaseDialogForm, object_id: str
    ) -> HttpResponse:
        now = timezone.now()
        deed = partial(accounts.reactivate, by=request.user, now=now)
        return change(request, object_id, deed, _("The office is open to them again."))

    @action(
        description=_("Remove the name"),
        permissions=["strip_name"],
        icon="person_off",
        dialog={
            "title": _("Remove name and address from this closed account?"),
            "description": _("The trail keeps its number. This can't be taken back."),
            "form_submit_text": _("Remove them"),
        },
    )
    def strip_name(
        self, request: HttpRequest, form: BaseDialogForm, object_id: str
    ) -> HttpResponse:
        deed = partial(accounts.strip_name, by=request.user)
        return change(request, object_id, deed, _("Name and address are removed."))
