"""The gallery's page, at the admin door."""

from django.conf import settings
from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils.safestring import SafeString

from dpo_office.desk.gallery import clocks, pieces, steps
from dpo_office.desk.gallery.specimen import NOW, ZONE, Specimen

GROUPS = (clocks, pieces, steps)


def gallery(request: HttpRequest) -> HttpResponse:
    """Every piece in every state, drawn by the templates of the pages themselves."""
    if settings.PRODUCTION:
        raise Http404
    drawn = [(each, _drawn(each, request)) for group in GROUPS for each in group.specimens()]
    context = {
        **admin.site.each_context(request),
        "title": "Gallery",
        "wide": [pair for pair in drawn if not pair[0].side],
        "narrow": [pair for pair in drawn if pair[0].side],
    }
    return TemplateResponse(request, "desk/gallery/page.html", context)


def _drawn(specimen: Specimen, request: HttpRequest) -> SafeString:
    context = {**specimen.context, "now": NOW, "zone": ZONE, "step_base": "#"}
    return render_to_string(specimen.template, context, request)
