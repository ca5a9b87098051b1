"""The pages behind the links above a list: keep these choices, forget those."""

from typing import Any

from django.apps import apps
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dpo_office.organisation.models import SavedFilter
from dpo_office.organisation.services import filters

ORDER = "o"


@require_POST
def keep_filter(request: HttpRequest) -> HttpResponse:
    """Keep the choices of the list named by `shown`, and show that list with them."""
    shown = _list_of(request, request.POST.get("shown", ""))
    query = choices(request, shown, request.POST.get("query", ""))
    words = {"name": request.POST.get("name", ""), "shared": "shared" in request.POST}
    try:
        kept = filters.keep(
            shown=shown.opts.label_lower, query=query, by=request.user, **words
        )  # fmt: skip
    except ValidationError as refusal:
        for sentence in refusal.messages:
            messages.error(request, sentence)
    else:
        messages.success(request, _("“%(name)s” is kept above this list.") % {"name": kept})
    return redirect(f"{_address(shown)}?{query}")


@require_POST
def forget_filter(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget one's own filter; back to its list."""
    kept = SavedFilter.objects.filter(pk=pk, owner=request.user).first()
    if kept is None:
        raise Http404
    shown = _list_of(request, kept.shown)
    filters.forget(pk, by=request.user)
    messages.success(request, _("“%(name)s” is forgotten.") % {"name": kept})
    return redirect(_address(shown))


def choices(request: HttpRequest, shown: Any, query: str) -> str:
    """Of a list's address what its filters and its order say: no page, no search word.

    A search word may name a person, and would outlive their redaction here (F5).
    """
    given = QueryDict(query[:2000], mutable=True)
    specs = shown.get_changelist_instance(_asking(request, given)).filter_specs
    known = {name for spec in specs for name in spec.expected_parameters()} | {ORDER}
    for name in set(given) - known:
        del given[name]
    return given.urlencode()


def _asking(request: HttpRequest, given: QueryDict) -> HttpRequest:
    """The same person's request for the list itself, to learn which filters it has."""
    asking = HttpRequest()
    asking.method, asking.user, asking.META = "GET", request.user, request.META
    asking.GET = QueryDict()
    asking.session = request.session
    return asking


def _list_of(request: HttpRequest, shown: str) -> Any:
    """The admin class of "app.model", if the person may see that list."""
    try:
        model_admin = admin.site._registry[apps.get_model(shown)]
    except (LookupError, ValueError, KeyError):
        raise Http404 from None
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    return model_admin


def _address(shown: Any) -> str:
    return reverse(f"admin:{shown.opts.app_label}_{shown.opts.model_name}_changelist")
