"""Second factor (F2), and the life of a session."""

import time
from collections.abc import Callable

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import resolve
from django.urls.exceptions import Resolver404

GetResponse = Callable[[HttpRequest], HttpResponse]
SIGNED_IN_AT = "office.signed_in_at"
# All that opens without a factor: setting one up, and leaving.
SETTING_UP = {"mfa_activate_totp", "mfa_add_webauthn", "account_reauthenticate", "account_logout"}
# All that opens while there is a factor that this session did not show.
SHOWING = {"mfa_reauthenticate", "mfa_reauthenticate_webauthn", "account_logout"}
LEFT_BEHIND = '"cache", "cookies", "storage"'  # what a browser drops at sign-out (14.3.1)


class SecondFactor:
    """Whoever signed in with one factor sees the page that sets up the second, and no other."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated or settings.DEMO:
            return self.get_response(request)
        has_factor = request.user.authenticator_set.exclude(type="recovery_codes").exists()
        if has_factor and self._was_shown(request):
            return self.get_response(request)
        if self._page(request.path_info) in (SHOWING if has_factor else SETTING_UP):
            return self.get_response(request)
        if has_factor:
            return redirect("mfa_reauthenticate")
        return redirect("mfa_activate_totp")

    def _was_shown(self, request: HttpRequest) -> bool:
        records = get_authentication_records(request, request.user)
        return any(entry.get("method") == "mfa" for entry in records)

    def _page(self, path: str) -> str:
        try:
            return resolve(path).url_name or ""
        except Resolver404:
            return ""


class SessionLife:
    """A session ends after SESSION_ABSOLUTE_AGE, used or not; idle time is Django's own (V7.3)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        was_here = request.user.is_authenticated
        if was_here:
            began = request.session.setdefault(SIGNED_IN_AT, int(time.time()))
            if time.time() - began > settings.SESSION_ABSOLUTE_AGE:
                logout(request)
        response = self.get_response(request)
        if was_here and not request.user.is_authenticated:
            response["Clear-Site-Data"] = LEFT_BEHIND
        return response
