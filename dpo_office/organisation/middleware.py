"""The doors: network (F1), second factor (F2), life of a session."""

import time
from collections.abc import Callable

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import resolve
from django.urls.exceptions import Resolver404

from dpo_office.organisation.client_address import client_address, is_within
from dpo_office.organisation.fresh_sign_in import FreshSignInRequired, lead_to_factor

GetResponse = Callable[[HttpRequest], HttpResponse]
OPEN_TO_ALL = ("/p/", "/healthz", "/.well-known/", "/static/")
# What an account without second factor may open: setting one up, and leaving.
BEFORE_FACTOR = ("mfa_", "account_logout", "account_reauthenticate", "account_login")
SIGNED_IN_AT = "office.signed_in_at"


class AllowedNetworks:
    """Outside the allowed networks there is nothing but the public door."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(OPEN_TO_ALL) and not is_within(
            client_address(request), settings.ADMIN_ALLOWED_NETWORKS
        ):
            raise Http404
        return self.get_response(request)


class SecondFactor:
    """Whoever signed in with one factor sees the page that sets up the second, and no other."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if not user.is_authenticated or settings.DEMO or self._passed(request):
            return self.get_response(request)
        if self._admitted(request.path_info):
            return self.get_response(request)
        has_factor = user.authenticator_set.exclude(type="recovery_codes").exists()
        return redirect("mfa_reauthenticate" if has_factor else "mfa_activate_totp")

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A dialog can't follow a redirect: the whole page is led to the factor."""
        if isinstance(exception, FreshSignInRequired) and request.headers.get("HX-Request"):
            return lead_to_factor(request)
        return None

    def _passed(self, request: HttpRequest) -> bool:
        records = get_authentication_records(request, request.user)
        return any(entry.get("method") == "mfa" for entry in records)

    def _admitted(self, path: str) -> bool:
        if path.startswith("/static/"):
            return True
        try:
            name = resolve(path).url_name or ""
        except Resolver404:
            return False
        return name.startswith(BEFORE_FACTOR)


class SessionLife:
    """A session ends after SESSION_ABSOLUTE_AGE, used or not; idle time is Django's own."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            began = request.session.setdefault(SIGNED_IN_AT, int(time.time()))
            if time.time() - began > settings.SESSION_ABSOLUTE_AGE:
                logout(request)
        return self.get_response(request)
