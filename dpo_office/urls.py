"""Every address of the office."""

from typing import NoReturn

from django.contrib import admin
from django.http import Http404, HttpRequest
from django.urls import include, path
from django.views.generic import RedirectView
from django_prometheus.exports import ExportToDjangoView

from dpo_office.api import api
from dpo_office.desk.gallery.page import gallery
from dpo_office.find import find
from dpo_office.health import OfficeHealth, alive
from dpo_office.organisation.passkeys import RemovePasskey
from dpo_office.organisation.public import open_link, opened_link
from dpo_office.organisation.saved_filters import forget_filter, keep_filter


def by_the_office_only(request: HttpRequest) -> NoReturn:
    """People do not change their address alone: a colleague does (accounts.change_address)."""
    raise Http404


urlpatterns = [
    path("", RedirectView.as_view(pattern_name="admin:index"), name="home"),
    path("admin/health/", OfficeHealth.as_view(), name="health"),
    path("admin/metrics", ExportToDjangoView, name="metrics"),
    path("admin/gallery/", admin.site.admin_view(gallery), name="gallery"),
    path("admin/find/", admin.site.admin_view(find), name="find"),
    path("admin/filters/", admin.site.admin_view(keep_filter), name="keep_filter"),
    path(
        "admin/filters/<int:pk>/forget/", admin.site.admin_view(forget_filter), name="forget_filter"
    ),
    path("admin/", admin.site.urls),
    path("api/v1/", api.urls),
    path("p/opened/", opened_link, name="opened_link"),
    path("p/<str:token>/", open_link, name="open_link"),
    path("healthz", alive, name="alive"),
    path("accounts/email/", by_the_office_only),
    path(
        "accounts/2fa/webauthn/keys/<int:pk>/remove/",
        RemovePasskey.as_view(),
        name="mfa_remove_webauthn",
    ),
    path("accounts/", include("allauth.urls")),
    path("p/", include("dpo_office.worklist.public")),
]
