"""Times are read and written in the organisation's zone, wherever the browser stands (O1)."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from dpo_office.organisation.models import Profile


class OfficeZone:
    """Makes the organisation's zone the current one for signed-in people."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.get_response(request)
        with Profile.kept() as profile, timezone.override(profile.zone):
            return self.get_response(request)
