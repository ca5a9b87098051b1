"""API tokens: made and shown once, ended."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminSingleDateWidget,
    UnfoldAdminTextInputWidget,
)

from dpo_office.desk.admin import ReadOnlyAdmin
from dpo_office.desk.deeds import do_each
from dpo_office.lib import doors
from dpo_office.organisation.admin.asked import AskedFirst
from dpo_office.organisation.models import ApiToken, Profile
from dpo_office.organisation.refusals import TokenRefused
from dpo_office.organisation.services import tokens


def scope_choices() -> list[tuple[str, Any]]:
    return [(scope.identifier, scope.words) for scope in doors.scopes]


class TokenForm(forms.Form):
    name = forms.CharField(
        label=_("Which program is it for?"), max_length=120, widget=UnfoldAdminTextInputWidget
    )
    scopes = forms.MultipleChoiceField(
        label=_("What may it ask for?"),
        choices=scope_choices,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
    )
    last_day = forms.DateField(
        label=_("Last day"),
        help_text=_("At most a year from now."),
        widget=UnfoldAdminSingleDateWidget,
    )


class Works(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, object]]:
        return [("works", _("Works")), ("over", _("Ended or over"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        alive = {"revoked_at": None, "expires_at__gt": timezone.now(), "owner__is_active": True}
        match self.value():
            case "works":
                return queryset.filter(**alive)
            case "over":
                return queryset.exclude(**alive)
        return queryset


@admin.register(ApiToken)
class ApiTokenAdmin(AskedFirst, ReadOnlyAdmin):
    nothing = _("No program may ask the office anything.")
    list_display = ["name", "may_ask", "owner", "expires_at", "last_used_at", "revoked_at"]
    list_filter = [Works]
    list_select_related = ["owner"]
    search_fields = ["name", "owner__name"]
    fields = ["name", "may_ask", "owner", "made_at", "expires_at", "last_used_at", "revoked_at"]
    readonly_fields = ["may_ask"]
    actions = ["revoke"]
    asked_form = TokenForm
    asked_title = _("Make an API token")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.may(request, "add")

    @admin.display(description=_("may ask for"))
    def may_ask(self, token: ApiToken) -> str:
        words = dict(scope_choices())
        return ", ".join(str(words.get(scope, scope)) for scope in token.scopes)

    def add(self, request: HttpRequest, data: dict[str, Any]) -> HttpResponse:
        over = datetime.combine(
            data.pop("last_day") + timedelta(days=1), time.min, Profile.current().zone
        )
        token = tokens.make(**data, expires_at=over, by=request.user, now=timezone.now())
        context = {**self.admin_site.each_context(request), "token": token, "opts": self.opts}
        context |= {"title": _("The token, shown this once"), "media": self.media}
        answer = TemplateResponse(request, "organisation/token.html", context)
        answer["Cache-Control"] = "no-store"
        return answer

    @admin.action(description=_("End the selected tokens"), permissions=["revoke"])
    def revoke(self, request: HttpRequest, queryset: QuerySet) -> None:
        now = timezone.now()

        def deed(row: ApiToken) -> None:
            if not tokens.revoke(row, by=request.user, now=now):
                raise TokenRefused(_("It was ended before."))

        do_each(request, queryset, deed, said=_("%(count)d tokens ended."))
