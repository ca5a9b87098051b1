"""Where a request comes from decides what there is at all (F1)."""

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from dpo_office.organisation.client_address import comes_from, is_inside

GetResponse = Callable[[HttpRequest], HttpResponse]
OPEN_TO_ALL = ("/p/", "/healthz", "/.well-known/", "/static/")
SAID_BY_PROXIES = ("HTTP_FORWARDED", "HTTP_X_FORWARDED_", "HTTP_X_REAL_IP")


class TrustedProxies:
    """What a proxy says of a request counts only from TRUSTED_PROXIES; else it was never said."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not comes_from(request.META.get("REMOTE_ADDR", ""), settings.TRUSTED_PROXIES):
            for name in [n for n in request.META if n.startswith(SAID_BY_PROXIES)]:
                del request.META[name]
        return self.get_response(request)


class AllowedNetworks:
    """Outside the allowed networks there is nothing but the public door."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(OPEN_TO_ALL) and not is_inside(request):
            raise Http404
        if request.path.startswith("/api/") and settings.PRODUCTION and not request.is_secure():
            # No redirect: it would hide that the token went over the wire in clear (4.1.2).
            return JsonResponse({"detail": _("Ask over HTTPS.")}, status=400)
        return self.get_response(request)
