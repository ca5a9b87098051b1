"""The one admin site; apps register with `@admin.register` and never name it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from unfold.sites import UnfoldAdminSite


class OfficeAdminSite(UnfoldAdminSite):
    site_header = "DPO Office"
    site_title = "DPO Office"

    def login(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """There is one way in, and it asks for the second factor."""
        target = request.GET.get("next", "")
        if not url_has_allowed_host_and_scheme(target, {request.get_host()}):
            target = ""
        if request.user.is_authenticated and not self.has_permission(request):
            return redirect("account_logout")
        return redirect(f"{reverse('account_login')}?{urlencode({'next': target})}")

    def logout(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        return redirect("account_logout")
