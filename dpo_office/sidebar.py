"""What stands at the left of every page: only what exists, only what the person may open."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dpo_office.organisation.models import Profile, User
from dpo_office.worklist.models import Clock, Finding, Task
from dpo_office.worklist.services import people
from requests_app.models import SubjectRequest

EVIDENCE = _("Evidence")
FIGURES = {
    "title": _("Figures"),
    "icon": "bar_chart",
    "link": reverse_lazy("admin:requests_app_subjectrequest_figures"),
}
MOST = 1000  # no badge counts further
GROUPS: list[tuple[Any, list[tuple[Any, str, str]]]] = [
    (
        _("Cases"),
        [
            (_("Requests"), "inbox", "requests_app.subjectrequest"),
            (_("Enquiries"), "contact_support", "accountability.enquiry"),
            (_("Matters"), "balance", "accountability.matter"),
            (_("Tasks"), "task_alt", "worklist.task"),
            (_("Findings"), "flag", "worklist.finding"),
            (_("Letters"), "mail", "correspondence.letter"),
        ],
    ),
    (
        _("Parties"),
        [
            (_("Customers"), "storefront", "parties.customer"),
            (_("People"), "group", "parties.datasubject"),
        ],
    ),
    (
        EVIDENCE,
        [
            (_("Published claims"), "campaign", "accountability.claim"),
            (_("Evidence files"), "folder_zip", "accountability.evidencefile"),
            (_("Trail"), "history", "evidence.event"),
            (_("Signatures"), "verified", "evidence.seal"),
            (_("Approvals"), "approval", "evidence.approval"),
            (_("Purge runs"), "auto_delete", "retention.purgerun"),
            (_("Clocks"), "timer", "worklist.clock"),
        ],
    ),
    (
        _("Office"),
        [
            (_("Answer library"), "menu_book", "accountability.libraryanswer"),
            (_("Letter templates"), "edit_document", "correspondence.template"),
            (_("Outbox"), "outbox", "correspondence.delivery"),
            (_("Organisation"), "domain", "organisation.profile"),
            (_("Users"), "badge", "organisation.user"),
            (_("Absences"), "beach_access", "organisation.absence"),
            (_("Delegations"), "approval_delegation", "requests_app.delegation"),
            (_("API tokens"), "key", "organisation.apitoken"),
            (_("One-time links"), "link", "organisation.onetimelink"),
            (_("Bulk work"), "stacks", "worklist.bulkrun"),
            (_("Schedule"), "schedule", "django_celery_beat.periodictask"),
        ],
    ),
]


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """Today first, then the registers; a red number is the number of late clocks."""
    from django.contrib import admin

    known = {model._meta.label_lower for model in admin.site._registry}
    today = {"title": _("Today"), "icon": "dashboard", "link": reverse_lazy("admin:index")}
    groups: list[dict[str, Any]] = [{"items": [today]}]
    numbers = _numbers(request.user)
    for title, rows in GROUPS:
        shown = [row for row in rows if row[2] in known and _may_view(request, row[2])]
        items = [_item(*row) | numbers.get(row[2], {}) for row in shown]
        if title == EVIDENCE and request.user.has_perm("requests_app.figures_subjectrequest"):
            items.append(FIGURES)
        groups.append({"title": title, "items": items})
    return groups


def account(request: HttpRequest) -> list[dict[str, Any]]:
    """What everybody does with their own account."""
    pages = [
        (_("Second factor"), "mfa_index"),
        (_("Sessions"), "usersessions_list"),
        (_("Password"), "account_change_password"),
    ]
    return [{"title": title, "link": reverse_lazy(name)} for title, name in pages]


def _numbers(user: User) -> dict[str, dict[str, Any]]:
    """What waits in each register; red where something is late."""
    now = timezone.now()
    if late := Clock.objects.late(now)[:MOST].count():
        requests = {"badge_callback": late, "badge_variant": "danger"}
    else:
        requests = {"badge_callback": SubjectRequest.objects.open()[:MOST].count()}
    tasks = people.waiting_for(Task.objects.open(), user, people.today(now))
    return {
        "requests_app.subjectrequest": requests,
        "worklist.task": {"badge_callback": tasks[:MOST].count()},
        "worklist.finding": {"badge_callback": Finding.objects.open()[:MOST].count()},
    }


def organisation_name(request: HttpRequest) -> str:
    profile = Profile.current()
    return " · ".join(filter(None, [profile.trade_name, profile.legal_name]))


def demo_banner(request: HttpRequest) -> list[str] | None:
    """Says, on every page of the demo, that nothing leaves."""
    return [str(_("Demo: nothing leaves this machine")), "warning"] if settings.DEMO else None


def _item(title: Any, icon: str, model: str) -> dict[str, Any]:
    link = reverse_lazy("admin:{}_{}_changelist".format(*model.split(".")))
    return {"title": title, "icon": icon, "link": link}


def _may_view(request: HttpRequest, model: str) -> bool:
    app, name = model.split(".")
    return request.user.has_perm(f"{app}.view_{name}")
