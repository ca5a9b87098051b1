"""Every address that the project answers, found by walking the resolver; nothing is listed here."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.security.office import Office

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
GROUP = re.compile(r"\(\?P<(\w+)>[^()]*(?:\([^()]*\)[^()]*)*\)")


@dataclass(frozen=True)
class Address:
    """One URL pattern: its name with namespace ("" if it has none) and its route."""

    name: str
    route: str

    @property
    def parameters(self) -> list[str]:
        return PARAMETER.findall(self.route.replace("(?P", ""))

    @property
    def model_admin(self) -> Any:
        """The admin class whose page this is; None for pages that belong to no model."""
        for model, model_admin in admin.site._registry.items():
            if self.route.startswith(f"admin/{model._meta.app_label}/{model._meta.model_name}/"):
                return model_admin
        return None

    @property
    def suffix(self) -> str:
        """The part of an admin page's name behind app and model: "changelist", "finish"."""
        opts = self.model_admin.opts
        return self.name.removeprefix(f"admin:{opts.app_label}_{opts.model_name}_")

    def filled(self, values: dict[str, Any]) -> str:
        """The path with these values for its parameters."""
        route = GROUP.sub(r"<\1>", self.route).replace("^", "").rstrip("$")
        return "/" + PARAMETER.sub(lambda found: str(values[found[1]]), route)


def addresses(resolver: URLResolver | None = None, route: str = "", space: str = "") -> Iterator:
    """All addresses, in the resolver's order."""
    for entry in (resolver or get_resolver()).url_patterns:
        below = route + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield Address(f"{space}{entry.name or ''}" if entry.name else "", below)
        else:
            yield from addresses(entry, below, f"{entry.namespace}:" if entry.namespace else space)


def row_of(model: type[models.Model], office: Office, **only: Any) -> models.Model:
    """A row of that model; the office has one of each that is shown."""
    row = model._default_manager.filter(**only).order_by("pk").first()
    assert row, f"{model._meta.label} has a page: give tests/security/office.py a row of it"
    return row


def values_for(address: Address, office: Office) -> dict[str, Any]:
    """Values that lead to something that is there."""
    values = {
        "token": office.tokens["feed" if address.name == "calendar_feed" else "link"],
        "content_type_id": ContentType.objects.get_for_model(office.late).pk,
        "app_label": "requests_app",
        "object_id": office.late.pk,
        "url": "nowhere",
        "uidb36": "1",
        "key": "set-password",
        "name": "step",
        "pk": 0,
        "draft": office.dropped.pk,
    }
    if address.name == "admin:correspondence_text_pdf":
        values["pk"] = office.answer.version_id
    elif address.model_admin:
        owned = {"user": office.dpo} if address.suffix and _is_personal(address) else {}
        values["object_id"] = values["pk"] = row_of(address.model_admin.model, office, **owned).pk
    return values


def path_of(address: Address, office: Office) -> str:
    return address.filled(values_for(address, office))


def page_of(row: models.Model) -> str:
    opts = row._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[row.pk])


def _is_personal(address: Address) -> bool:
    return address.model_admin.opts.label_lower == "worklist.calendarfeed"
