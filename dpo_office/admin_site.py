"""The one admin site; apps register with `@admin.register` and never name it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from unfold.sites import UnfoldAdminSite

from dpo_office.desk.admin import OfficeAdmin
from dpo_office.headers import for_alpine


class OfficeAdminSite(UnfoldAdminSite):
    site_header = "DPO Office"
    site_title = "DPO Office"

    def register(
        self, model_or_iterable: Any, admin_class: type | None = None, **options: Any
    ) -> None:
        """Admit pages of our own; what libraries register for themselves has none (A9, A2)."""
        if admin_class and issubclass(admin_class, OfficeAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def login(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """There is one way in, and it asks for the second factor."""
        target = request.GET.get("next", "")
        if not url_has_allowed_host_and_scheme(target, {request.get_host()}):
            target = ""
        if request.user.is_authenticated and not self.has_permission(request):
            return redirect("account_logout")
        return redirect(f"{reverse('account_login')}?{urlencode({'next': target})}")

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        return for_alpine(super().admin_view(view, cacheable))

    def password_change(
        self, request: HttpRequest, extra_context: dict | None = None
    ) -> HttpResponse:
        """There is one place to change it, and it asks for a fresh sign-in."""
        return redirect("account_change_password")

    def logout(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        return redirect("account_logout")
