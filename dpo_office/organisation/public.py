"""The public door: a link shows a button, the button opens what the link is for (A10)."""

from collections.abc import Callable
from datetime import datetime

from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dpo_office.lib import doors
from dpo_office.lib.door_shapes import LinkPage
from dpo_office.organisation.client_address import is_inside
from dpo_office.organisation.models import OneTimeLink
from dpo_office.organisation.services import limits, link_codes, links

STRICT = {"default-src": ["'none'"], "style-src": ["'self'"], "font-src": ["'self'"]}
STRICT |= {"form-action": ["'self'"], "frame-ancestors": ["'none'"], "base-uri": ["'none'"]}
STRICT |= {"object-src": ["'none'"], "script-src": ["'none'"]}
PASS = "__Secure-pass" if settings.PRODUCTION else "pass"
CODES = {"most": 3, "seconds": 600}  # so many codes are sent for one link


def public_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """No script, and nothing from elsewhere: what every page of the public door has."""
    return csp_replace(STRICT)(view)


@public_page
@require_http_methods(["GET", "HEAD", "POST"])
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """GET consumes nothing, since mail scanners open links; POST spends the link.

    Then the address with the token is left behind: a pass in a cookie opens the page.
    """
    now = timezone.now()
    link = links.look(token, now)
    page = _page_of(request, link)
    if link is None or page is None:
        return closed(request)
    if request.method != "POST":
        with translation.override(language_of(page, link)):
            return render(request, "public/open.html", {"page": page, "ask_code": False})
    if link.needs_code and (answer := _ask_for_code(request, link, page, now)):
        return answer
    if (spent := links.spend(token, now)) is None:
        return closed(request)
    return _shown(page, request, spent) if page.at_once else _hand_pass(spent, page, now)


@public_page
@require_http_methods(["GET", "HEAD", "POST"])
def opened_link(request: HttpRequest) -> HttpResponse:
    """The page behind a link that was spent, at an address that tells nothing."""
    link = links.behind(request.COOKIES.get(PASS, ""), timezone.now())
    page = _page_of(request, link)
    return _shown(page, request, link) if page else closed(request)


def closed(request: HttpRequest) -> HttpResponse:
    """The same page for a link that is unknown, used, over or not for here.

    What somebody wrote into a page that is over meanwhile comes back, to be copied.
    """
    return render(request, "public/closed.html", {"typed": request.POST.get("text")}, status=404)


def _page_of(request: HttpRequest, link: OneTimeLink | None) -> LinkPage | None:
    page = doors.link_pages.get(link.purpose) if link else None
    if page is None or (link.user and not link.user.is_active):
        return None
    return page if is_inside(request) or not page.inside else None


def _ask_for_code(
    request: HttpRequest, link: OneTimeLink, page: LinkPage, now: datetime
) -> HttpResponse | None:
    """None once the right code was given; else the page that asks for it."""
    if "code" in request.POST and link_codes.is_right(link, request.POST["code"], now):
        return None
    said = ""
    if "code" in request.POST:
        said = _("That is not the code, or it is over. Ask for another.")
    elif limits.within(f"link_code.{link.pk}", **CODES):
        page.send_code(link, link_codes.new_code(link, now))
    if link.uses_left == 0 or link.tries_left == 0:
        return closed(request)
    return render(request, "public/open.html", {"page": page, "ask_code": True, "said": said})


def language_of(page: LinkPage, link: OneTimeLink) -> str:
    """What whoever the link was made for reads; the office's language where its page names none."""
    asked = getattr(page, "language_of", None)
    return asked(link) if asked else settings.LANGUAGE_CODE


def _shown(page: LinkPage, request: HttpRequest, link: OneTimeLink) -> HttpResponse:
    with translation.override(language_of(page, link)):
        return page.open(request, link)


def _hand_pass(link: OneTimeLink, page: LinkPage, now: datetime) -> HttpResponse:
    life = getattr(page, "life", links.PASS_LIFE)
    answer = redirect("opened_link")
    answer.set_cookie(
        PASS,
        links.exchange(link, now, life),
        max_age=life,
        path=reverse("opened_link"),
        secure=settings.PRODUCTION,
        httponly=True,
        samesite="Strict",
    )
    return answer
