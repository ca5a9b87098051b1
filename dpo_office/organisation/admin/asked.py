"""A page that asks what a new row needs, calls a service, and keeps what was typed if refused."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from dpo_office.lib.refusals import Refused
from dpo_office.organisation.fresh_sign_in import require_fresh_sign_in


class AskedFirst:
    """For a ModelAdmin: its "add" page asks `asked_form`, then `add` does it."""

    asked_form: ClassVar[type[forms.Form]]
    asked_title: Any = ""

    def add(self, request: HttpRequest, data: dict[str, Any]) -> HttpResponse:
        """Do it and answer; raise Refused with the reason why not."""
        raise NotImplementedError

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> Any:
        if not self.has_add_permission(request):
            raise PermissionDenied
        require_fresh_sign_in(request)
        form = self.asked_form(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                return self.add(request, form.cleaned_data)
            except Refused as refusal:
                form.add_error(None, str(refusal))
        context = {**self.admin_site.each_context(request), "form": form, "opts": self.opts}
        context |= {"title": self.asked_title, "media": self.media + form.media}
        context["own_heading"] = True
        return TemplateResponse(request, "desk/log.html", context)
