"""Clocks and contract rules, to be looked at: dates are computed, never typed."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from dpo_office.desk.admin import OfficeAdmin, ReadOnlyAdmin
from dpo_office.lib.periods import Step
from dpo_office.organisation.models import Profile, User
from dpo_office.worklist.admin.listing import SubjectMixin, ViewFilter
from dpo_office.worklist.models import Clock, ContractRule
from dpo_office.worklist.services import people


class WhichClocks(ViewFilter):
    views = {
        "running": _("Running"),
        "late": _("Late"),
        "today": _("Due today"),
        "week": _("Due this week"),
        "mine": _("Waiting for me"),
        "paused": _("Paused"),
        "stopped": _("Stopped"),
    }

    def view(self, queryset: QuerySet, name: str, user: User) -> QuerySet:
        now, zone = timezone.now(), Profile.current().time_zone
        match name:
            case "late":
                return queryset.late(now)
            case "today":
                return queryset.due_today(now, zone)
            case "week":
                return queryset.due_this_week(now, zone)
            case "mine":
                return people.waiting_for(queryset.running(), user, people.today(now))
            case "paused":
                return queryset.paused()
            case "stopped":
                return queryset.filter(stopped_at__isnull=False)
        return queryset.running()


@admin.register(Clock)
class ClockAdmin(SubjectMixin, ReadOnlyAdmin):
    nothing = _("No clock runs.")
    list_display = ["__str__", "subject", "due_on", "paused_due_on", "owner", "stopped_at"]
    list_filter = [WhichClocks, "kind"]
    list_select_related = ["owner"]
    sortable_by = ()
    list_per_page = 25
    readonly_fields = ["subject", "stand_in", "way", "paused_way", "pauses_list", "alerts_list"]
    fieldsets = [
        (None, {"fields": ["subject", "kind", "owner", "stand_in", "stopped_at"]}),
        (
            _("How the date came about"),
            {
                "fields": [
                    "rule_id", "rule_valid_from", "contract_rule", "country", "time_zone",
                    "holidays_version", "started_at", "due_on", "due_at", "way",
                ],
            },
        ),
        (
            _("Pauses and extension"),
            {
                "description": _("The deadline without pauses stays, and alerts."),
                "fields": [
                    "pauses_list", "paused_due_on", "paused_way", "extendable_until",
                    "extended_at", "extension_notice",
                ],
            },
        ),
        (_("Alerts"), {"fields": ["next_alert_at", "alerts_list"]}),
    ]  # fmt: skip

    @admin.display(description=_("stands in"))
    def stand_in(self, clock: Clock) -> User | None:
        return people.stand_in_note(clock.owner, people.today())

    def get_ordering(self, request: HttpRequest) -> list[str]:
        """What runs by when it is due; what is over, newest first: it has no index by due date."""
        over = request.GET.get(WhichClocks.parameter_name) in ("stopped", "all")
        return ["-id"] if over else ["due_at", "id"]

    @admin.display(description=_("step by step"))
    def way(self, clock: Clock) -> str:
        return _steps(clock.trace)

    @admin.display(description=_("step by step, with pauses"))
    def paused_way(self, clock: Clock) -> str:
        return _steps(clock.paused_trace)

    @admin.display(description=_("pauses"))
    def pauses_list(self, clock: Clock) -> str:
        rows = clock.pauses.select_related("letter")
        return _lines((_since_until(row.asked_at, row.answered_at),) for row in rows)

    @admin.display(description=_("alerts"))
    def alerts_list(self, clock: Clock) -> str:
        return _lines((f"{row}, {_local(row.raised_at)}",) for row in clock.alerts.all())


@admin.register(ContractRule)
class ContractRuleAdmin(OfficeAdmin):
    """A new version is a new row: a clock keeps the one that it began with."""

    list_display = ["key", "valid_from", "amount", "unit", "rolls", "source"]
    list_filter = ["unit"]
    search_fields = ["key", "source"]
    fields = ["key", "valid_from", "amount", "unit", "rolls", "source"]

    def has_change_permission(self, request: HttpRequest, obj: ContractRule | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ContractRule | None = None) -> bool:
        return False


def _steps(trace: list) -> str:
    return _lines((str(Step.from_json(kept)),) for kept in trace)


def _lines(rows) -> str:
    """One item a row, or a dash."""
    items = format_html_join("", "<li>{}</li>", rows)
    return format_html("<ol>{}</ol>", items) if items else ""


def _local(at) -> str:
    return f"{at.astimezone(Profile.current().zone):%a %d %b %Y %H:%M}"


def _since_until(since, until) -> str:
    if until is None:
        return _("since %(since)s") % {"since": _local(since)}
    return _("%(since)s to %(until)s") % {"since": _local(since), "until": _local(until)}
