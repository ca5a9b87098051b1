"""Behind an invitation: a person sets their password; the factor follows when they sign in."""

from typing import Any

from django import forms
from django.contrib.auth.forms import SetPasswordForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dpo_office.organisation.models import OneTimeLink, User
from dpo_office.organisation.public import closed
from dpo_office.organisation.services import passwords
from dpo_office.organisation.services.invitations import SET_UP


class PasswordForm(SetPasswordForm):
    """Twice the same, long enough, not a known one; rules are told before, not after."""

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        for name in ("new_password1", "new_password2"):
            field: forms.Field = self.fields[name]
            field.widget.attrs["autocomplete"] = "new-password"


class SetUpAccount:
    """Sets the password once; nobody is signed in by it, so no factor can be passed by."""

    identifier = SET_UP
    title = _("Welcome to the office")
    button = _("Set my password")
    inside = True
    at_once = False

    def open(self, request: HttpRequest, link: OneTimeLink) -> HttpResponse:
        form = PasswordForm(link.user, request.POST or None)
        if request.method != "POST" or not form.is_valid():
            return render(request, "public/set_password.html", {"form": form})
        word = form.cleaned_data["new_password1"]
        if not passwords.set_by_link(link, word, now=timezone.now()):
            return closed(request)
        return redirect("account_login")

    def send_code(self, link: OneTimeLink, code: str) -> None:
        """Invitations ask for none: the password is worth nothing without the factor."""
