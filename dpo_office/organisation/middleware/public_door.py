"""The public door: no session, and only so many requests."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from redis.exceptions import RedisError

from dpo_office.organisation.client_address import client_address, network_of
from dpo_office.organisation.middleware.try_later import try_later
from dpo_office.organisation.services import limits

# Here nobody is signed in, whatever cookie a browser holds: links and tokens speak for themselves.
WITHOUT_SESSION = ("/p/", "/api/", "/healthz", "/.well-known/")


class PublicDoor:
    """Drops the session's cookie where none counts, and limits `/p/` by network and as a whole."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(WITHOUT_SESSION):
            request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
        if request.path.startswith("/p/"):
            try:
                if not self._lets_in(request):
                    return render(request, "429.html", status=429)
            except RedisError:
                return try_later(request)
        return self.get_response(request)

    def _lets_in(self, request: HttpRequest) -> bool:
        network = network_of(client_address(request))
        one, all_ = settings.PUBLIC_DOOR_PER_MINUTE
        return limits.within(f"door.{network}", most=one, seconds=60) and limits.within(
            "door", most=all_, seconds=60
        )
