"""Every address of the office."""

from django.contrib import admin
from django.urls import include, path
from django_prometheus.exports import ExportToDjangoView

from dpo_office.health import OfficeHealth

urlpatterns = [
    path("admin/health/", OfficeHealth.as_view(), name="health"),
    path("admin/metrics", ExportToDjangoView, name="metrics"),
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.urls")),
    path("p/", include("dpo_office.worklist.public")),
]
