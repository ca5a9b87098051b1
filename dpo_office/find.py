"""One box that finds: every kind of record by its own list's search, grouped, bounded, by rights.

Each list knows how it is searched by index and what its reader may find by (F3); here they are
only asked one after the other.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from dpo_office.evidence.models import EncryptedFile
from dpo_office.lib import doors
from requests_app.models import SubjectRequest

SHOWN = 6  # of each kind; its own list shows the rest
LOOKED_AT = 500
SHORTEST, LONGEST = 3, 200  # characters; a reference may be shorter than a word of a name
KINDS = [
    "requests_app.subjectrequest",
    "accountability.enquiry",
    "accountability.matter",
    "parties.datasubject",
    "parties.customer",
    "correspondence.letter",
    "worklist.task",
    "worklist.finding",
]


@dataclass(frozen=True)
class Line:
    """One record that was found."""

    title: str
    note: str
    url: str


@dataclass(frozen=True)
class Group:
    """What was found of one kind, and where all of it is listed."""

    title: str
    lines: list[Line]
    more: str = ""


def find(request: HttpRequest) -> HttpResponse:
    """What bears or names the word; a reference of a case leads there at once."""
    word = request.GET.get("q", "").strip()[:LONGEST]
    case = _case_of(request, word)
    if case:
        return redirect(case)
    groups = list(_groups(request, word)) if len(word) >= SHORTEST else []
    context = {**admin.site.each_context(request), "title": _("Find"), "own_heading": True}
    context |= {"word": word, "groups": groups, "too_short": 0 < len(word) < SHORTEST}
    return TemplateResponse(request, "desk/find.html", context)


def _case_of(request: HttpRequest, word: str) -> str:
    """The page of the request with exactly this reference, for whoever may see it."""
    if not request.user.has_perm("requests_app.view_subjectrequest"):
        return ""
    case = SubjectRequest.objects.filter(reference=word.upper()).first()
    return reverse("admin:requests_app_subjectrequest_change", args=[case.pk]) if case else ""


def _groups(request: HttpRequest, word: str) -> Iterator[Group]:
    shown = {model._meta.label_lower: page for model, page in admin.site._registry.items()}
    for label in KINDS:
        model_admin = shown.get(label)
        if model_admin is None or not model_admin.has_view_permission(request):
            continue
        found, _many = model_admin.get_search_results(
            request, model_admin.get_queryset(request), word
        )
        ids = sorted(set(found.order_by().values_list("pk", flat=True)[:LOOKED_AT]), reverse=True)
        if ids:
            yield _group(request, model_admin, ids, word)
        if ids and label == KINDS[0]:
            yield from _files(request, ids)


def _group(request: HttpRequest, model_admin: Any, ids: list[int], word: str) -> Group:
    opts = model_admin.opts
    title = str(opts.verbose_name_plural)
    address = f"admin:{opts.app_label}_{opts.model_name}"
    more = f"{reverse(f'{address}_changelist')}?{urlencode({'q': word})}"
    handler = doors.clock_handlers.get(opts.label_lower)
    told = handler.describe(ids[:SHOWN], viewer=request.user) if handler else {}
    rows = model_admin.get_queryset(request).in_bulk(ids[:SHOWN])
    lines = []
    for pk in ids[:SHOWN]:
        name, note = str(rows[pk]), getattr(rows[pk], "reference", "")
        if pk in told:
            name, note = told[pk].title, told[pk].reference
        lines.append(Line(name, note, reverse(f"{address}_change", args=[pk])))
    return Group(title[:1].upper() + title[1:], lines, more if len(ids) > SHOWN else "")


def _files(request: HttpRequest, cases: list[int]) -> Iterator[Group]:
    """Files of the cases that were found; their own names are sealed and are not searched."""
    if not request.user.has_perm("evidence.view_encryptedfile"):
        return
    kind = ContentType.objects.get_for_model(SubjectRequest)
    files = EncryptedFile.objects.filter(about_type=kind, about_id__in=cases).order_by("-pk")
    references = SubjectRequest.objects.in_bulk(cases)
    lines = [
        Line(
            f"{file.kind}, {file}",
            str(references[file.about_id]),
            reverse("admin:evidence_encryptedfile_change", args=[file.pk]),
        )
        for file in files[:SHOWN]
    ]
    if lines:
        yield Group(_("Files"), lines)
