"""The one-time links that were made: whom they are for, whether they still open anything."""

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dpo_office.desk.admin import ReadOnlyAdmin
from dpo_office.desk.deeds import do_each
from dpo_office.organisation.models import OneTimeLink
from dpo_office.organisation.refusals import LinkRefused
from dpo_office.organisation.services import links


class StillOpens(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, object]]:
        return [("open", _("Can be used")), ("over", _("Used or over"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        alive = Q(uses_left__gt=0, expires_at__gt=timezone.now())
        match self.value():
            case "open":
                return queryset.filter(alive)
            case "over":
                return queryset.exclude(alive)
        return queryset


@admin.register(OneTimeLink)
class OneTimeLinkAdmin(ReadOnlyAdmin):
    nothing = _("No link was made yet.")
    list_display = ["purpose", "user", "made_at", "expires_at", "uses_left", "used_at", "ended_at"]
    list_filter = [StillOpens, "purpose"]
    list_select_related = ["user"]
    search_fields = ["purpose", "user__name"]
    fields = [
        "purpose", "user", "made_at", "expires_at", "needs_code", "tries_left", "uses_left",
        "used_at", "ended_at",
    ]  # fmt: skip
    actions = ["end"]

    @admin.action(description=_("End the selected links"), permissions=["end"])
    def end(self, request: HttpRequest, queryset: QuerySet) -> None:
        now = timezone.now()

        def deed(link: OneTimeLink) -> None:
            if not links.end(link, by=request.user, now=now):
                raise LinkRefused(_("It was over before."))

        do_each(request, queryset, deed, said=_("%(count)d links ended."))
