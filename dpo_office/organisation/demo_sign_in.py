"""Signing in to the demo by a link; refused wherever the office is no demo."""

from datetime import timedelta

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dpo_office.organisation.adapters import note_sign_in
from dpo_office.organisation.client_address import client_address
from dpo_office.organisation.models import OneTimeLink, User
from dpo_office.organisation.services import links

PURPOSE = "demo sign-in"


class DemoSignIn:
    """One link, one sign-in, from this machine only."""

    identifier = PURPOSE
    title = _("Sign in to the demo")
    button = _("Sign in")
    inside = True
    at_once = True

    def open(self, request: HttpRequest, link: OneTimeLink) -> HttpResponse:
        if not settings.DEMO or not client_address(request).is_loopback or link.user is None:
            raise Http404
        get_adapter(request).login(request, link.user)
        note_sign_in(request, link.user)
        return redirect("admin:index")

    def send_code(self, link: OneTimeLink, code: str) -> None:
        """The demo asks for none."""


def link_for(user: User) -> str:
    """The address that signs `user` in once, within a day."""
    token = links.make(PURPOSE, life=timedelta(days=1), now=timezone.now(), user=user)
    return f"{settings.SITE_URL}/p/{token}/"
