"""The public door: a link shows a button, the button opens what the link is for (A10)."""

from collections.abc import Callable

from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from dpo_office.lib import doors
from dpo_office.organisation.services import links

STRICT = {"default-src": ["'none'"], "style-src": ["'self'"], "font-src": ["'self'"]}
STRICT |= {"form-action": ["'self'"], "frame-ancestors": ["'none'"], "base-uri": ["'none'"]}


def public_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """No cache, no referrer, no script: what every page of the public door has."""

    def page(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Referrer-Policy"] = "no-referrer"
        return response

    return never_cache(csp_replace(STRICT)(page))


@public_page
@require_http_methods(["GET", "HEAD", "POST"])
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """GET consumes nothing, since mail scanners open links; POST spends the link."""
    now = timezone.now()
    link = links.look(token, now) if request.method != "POST" else links.spend(token, now)
    page = doors.link_pages.get(link.purpose) if link else None
    if link is None or page is None:
        return render(request, "public/closed.html", status=404)
    if request.method != "POST":
        return render(request, "public/open.html", {"page": page})
    return page.open(request, link)
