"""Steps on one person: invitation, sessions, lost factor, address."""

from functools import partial

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action
from unfold.forms import BaseDialogForm
from unfold.widgets import UnfoldAdminEmailInputWidget, UnfoldAdminTextareaWidget

from dpo_office.organisation.admin.people_access import change
from dpo_office.organisation.services import accounts, endings, invitations


class LostFactorForm(BaseDialogForm):
    reason = forms.CharField(
        label=_("How did you make sure who it is?"),
        help_text=_("You know their face or voice, or met them. A mail is not enough."),
        widget=UnfoldAdminTextareaWidget,
    )


class AddressForm(BaseDialogForm):
    email = forms.EmailField(label=_("New address"), widget=UnfoldAdminEmailInputWidget)


class SignInSteps:
    """For UserAdmin."""

    @action(
        description=_("Send an invitation"),
        permissions=["invite_again"],
        icon="mail",
        dialog={
            "title": _("Send a link to set a password?"),
            "description": _("A former link ends. A second factor that is set up stays."),
            "form_submit_text": _("Send it"),
        },
    )
    def invite_again(
        self, request: HttpRequest, form: BaseDialogForm, object_id: str
    ) -> HttpResponse:
        now = timezone.now()
        deed = partial(invitations.invite, by=request.user, now=now)
        return change(request, object_id, deed, _("An invitation is on its way."))

    @action(
        description=_("End all sessions"),
        permissions=["end_sessions"],
        icon="logout",
        dialog={"title": _("End all their sessions?"), "form_submit_text": _("End them")},
    )
    def end_sessions(
        self, request: HttpRequest, form: BaseDialogForm, object_id: str
    ) -> HttpResponse:
        deed = partial(endings.end_sessions, by=request.user)
        return change(request, object_id, deed, _("All their sessions ended."))

    @action(
        description=_("Reset a lost factor"),
        permissions=["reset_factor"],
        icon="phonelink_erase",
        dialog={
            "title": _("Reset the second factor of this person?"),
            "description": _("Password, sessions, API tokens and links end with it."),
            "form_class": LostFactorForm,
            "form_submit_text": _("Reset it"),
        },
    )
    def reset_factor(
        self, request: HttpRequest, form: LostFactorForm, object_id: str
    ) -> HttpResponse:
        reason, now = form.cleaned_data["reason"], timezone.now()
        deed = partial(invitations.reset_factor, reason=reason, by=request.user, now=now)
        return change(request, object_id, deed, _("The factor is reset; a link is on its way."))

    @action(
        description=_("Change the address"),
        permissions=["change_address"],
        icon="alternate_email",
        dialog={"title": _("Which address do they sign in with?"), "form_class": AddressForm},
    )
    def change_address(
        self, request: HttpRequest, form: AddressForm, object_id: str
    ) -> HttpResponse:
        email, now = form.cleaned_data["email"], timezone.now()
        deed = partial(accounts.change_address, email=email, by=request.user, now=now)
        return change(request, object_id, deed, _("The address is changed; both are told."))
