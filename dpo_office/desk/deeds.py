"""A step on one row: asked in a dialog, done by a service, refused with its sentence."""

from collections.abc import Callable, Iterable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse

from dpo_office.lib.refusals import Refused


def do(request: HttpRequest, deed: Callable[[], object], *, said: str, back: str) -> HttpResponse:
    """Do it and go `back` (a path) with what was said, or with why not; htmx does the going."""
    try:
        deed()
    except Refused as refusal:
        messages.error(request, str(refusal))
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    else:
        messages.success(request, said)
    return HttpResponse(headers={"HX-Redirect": back})


def do_each(
    request: HttpRequest, rows: Iterable[models.Model], deed: Callable, *, said: str
) -> None:
    """Do it for every row; one that refuses says why and does not stop the others."""
    done = 0
    for row in rows:
        try:
            deed(row)
        except Refused as refusal:
            messages.error(request, f"{row}: {refusal}")
        else:
            done += 1
    if done:
        messages.success(request, said % {"count": done})
