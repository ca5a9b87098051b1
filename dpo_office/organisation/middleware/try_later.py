"""With the cache away no limit can be kept and no code be marked as used: nobody enters."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from redis.exceptions import RedisError


class TryLater:
    """A page that needs the cache says so in words while it is away; it never fails open."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return try_later(request) if isinstance(exception, RedisError) else None


def try_later(request: HttpRequest) -> HttpResponse:
    """503 with a sentence, in the form of what was asked."""
    headers = {"Retry-After": "30"}
    if request.path.startswith("/api/"):
        said = {"detail": _("The office can't answer now. Try again in a minute.")}
        return JsonResponse(said, status=503, headers=headers)
    page = render(request, "503.html", status=503)
    page["Retry-After"] = headers["Retry-After"]
    return page
