"""The addresses of the figures: the page, and the same as a table for a spreadsheet (A2)."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from dpo_office.correspondence.admin.downloads import attachment
from requests_app.admin import figures
from requests_app.services.figures import Period


class FiguresPages:
    """Mixin of the requests' admin."""

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("figures/", view(self.figures), name="requests_app_subjectrequest_figures"),
            path(
                "figures/table/",
                view(self.figures_table),
                name="requests_app_subjectrequest_figures_table",
            ),
            *super().get_urls(),
        ]

    def figures(self, request: HttpRequest) -> HttpResponse:
        """The figures of the days asked for."""
        if not self.may(request, "figures"):
            raise PermissionDenied
        context = {**self.admin_site.each_context(request), "page": figures.page(request)}
        context |= {"title": _("Figures of requests"), "own_heading": True, "opts": self.opts}
        return TemplateResponse(request, "requests_app/figures.html", context)

    def figures_table(self, request: HttpRequest) -> HttpResponse:
        """The same numbers as rows."""
        if not self.may(request, "figures_table"):
            raise PermissionDenied
        form = figures.PeriodForm(request.GET)
        if not form.is_valid():
            return redirect(reverse("admin:requests_app_subjectrequest_figures"))
        head, rows = figures.table(Period(**form.cleaned_data))
        name = "figures-{first}-{last}.csv".format(**form.cleaned_data)
        content = figures.as_csv(head, rows)
        return attachment(content, name=name, content_type="text/csv; charset=utf-8")
