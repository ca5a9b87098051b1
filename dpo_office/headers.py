"""What every answer carries or refuses, errors and redirects too (V3.4, V4.1, V14.2).

Stands right below the static files: what comes from there alone may be stored.
"""

from collections.abc import Callable

from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

API, PUBLIC_DOOR = "/api/", "/p/"
METHODS = ["GET", "HEAD", "POST", "OPTIONS"]
API_METHODS = [*METHODS, "PUT", "PATCH", "DELETE"]

# Unfold runs on Alpine, which evaluates expressions and writes styles: the admin allows both,
# and still no inline script and nothing from elsewhere (docs/security.md, decisions).
for_alpine = csp_update({"script-src": ["'unsafe-eval'"], "style-src": ["'unsafe-inline'"]})


class Headers:
    """Middleware: known methods only, nothing stored, no address told by the public door."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._refusal(request) or self.get_response(request)
        response["Cache-Control"] = "no-store"
        if request.path.startswith(PUBLIC_DOOR):
            # The address holds a token: nobody is told more than the host. Not "no-referrer":
            # then browsers send "Origin: null" with our own forms, which CSRF checks refuse.
            response["Referrer-Policy"] = "strict-origin"
        return response

    def _refusal(self, request: HttpRequest) -> HttpResponse | None:
        methods = API_METHODS if request.path.startswith(API) else METHODS
        return None if request.method in methods else HttpResponseNotAllowed(methods)
