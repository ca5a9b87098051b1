"""Grave deeds ask who is at the desk once more: the second factor, at most minutes old (7.5.3).

    @fresh_sign_in_required            # a view
    @method_decorator(fresh_sign_in_required)   # a method of an admin or a view class
    require_fresh_sign_in(request)     # anywhere below: an action, a step

A stale session is led to the factor and back; what was posted is then done.
"""

import time
from collections.abc import Callable
from functools import wraps

from allauth.account.authentication import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.http import HttpRequest, HttpResponse


class FreshSignInRequired(ReauthenticationRequired):
    """The factor was shown too long ago; allauth's middleware leads there and back."""


def is_fresh(request: HttpRequest) -> bool:
    """Whether this session showed a factor within ACCOUNT_REAUTHENTICATION_TIMEOUT seconds.

    In the demo the factor is shown, not forced: without one every session there counts.
    """
    shown = [
        entry["at"]
        for entry in get_authentication_records(request, request.user)
        if entry.get("method") == "mfa"
    ]
    if not shown and settings.DEMO and request.user.is_authenticated:
        return True
    return bool(shown) and time.time() - max(shown) < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def require_fresh_sign_in(request: HttpRequest) -> None:
    """Go on only with a fresh factor. Raises FreshSignInRequired."""
    if not is_fresh(request):
        raise FreshSignInRequired


def fresh_sign_in_required(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view that opens with a fresh factor only."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        require_fresh_sign_in(request)
        return view(request, *args, **kwargs)

    return guarded
