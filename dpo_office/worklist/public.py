"""What a person's calendar program asks at the public door: their feed, nothing else."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_safe

from dpo_office.organisation.public import public_page
from dpo_office.worklist.services import calendars


@public_page
@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar behind a token; unknown, ended and closed are the same 404."""
    feed = calendars.feed_of(token)
    if feed is None:
        raise Http404
    calendars.note_look(feed, timezone.now())
    body = calendars.calendar_of(feed)
    headers = {"ETag": calendars.etag_of(body)}
    if request.headers.get("If-None-Match") == headers["ETag"]:
        return HttpResponseNotModified(headers=headers)
    return HttpResponse(body, content_type="text/calendar; charset=utf-8", headers=headers)


urlpatterns = [path("calendar/<str:token>.ics", calendar_feed, name="calendar_feed")]
