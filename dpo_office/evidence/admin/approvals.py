"""Second signatures: what waits for me, and the page that shows exactly what is signed (F4)."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dpo_office.desk.admin import CaseAdmin
from dpo_office.desk.case_file import StepDoor
from dpo_office.desk.view_filter import ViewFilter
from dpo_office.evidence.admin.approval_page import ReasonForm, SignForm, file_of
from dpo_office.evidence.models import Approval, TransitionRefused
from dpo_office.evidence.refusals import ApprovalRefused
from dpo_office.evidence.services import approvals, signers
from dpo_office.evidence.services.break_glass import break_glass
from dpo_office.organisation.fresh_sign_in import fresh_sign_in_required
from dpo_office.organisation.models import User


class WhichApprovals(ViewFilter):
    views: ClassVar = {
        "mine": gettext_lazy("Waits for me"),
        "waiting": gettext_lazy("Waits for anybody"),
        "glass": gettext_lazy("Glass broken"),
    }

    def view(self, queryset: QuerySet, name: str, user: User) -> QuerySet:
        if name == "glass":
            return queryset.glass_broken()
        if name == "waiting":
            return queryset.waiting(timezone.now())
        return queryset.filter(pk__in=signers.waiting_for(user, timezone.now()).values("pk"))


def _sign(approval: Approval, by: Any, data: dict[str, Any]) -> str:
    approvals.sign(approval, by=by, seen=data["seen"], now=timezone.now())
    return _("Signed. Whoever asked can go on.")


def _refuse(approval: Approval, by: Any, data: dict[str, Any]) -> str:
    approvals.refuse(approval, by=by, reason=data["reason"], now=timezone.now())
    return _("Refused.")


def _break_glass(approval: Approval, by: Any, data: dict[str, Any]) -> str:
    break_glass(approval, by=by, reason=data["reason"], now=timezone.now())
    return _("The glass is broken: you signed alone. Somebody looks it over by the next day.")


@admin.register(Approval)
class ApprovalAdmin(CaseAdmin):
    """Asked for by services; here it is read, and signed or refused."""

    steps: ClassVar = {
        "sign": StepDoor(_sign, SignForm),
        "refuse": StepDoor(_refuse, ReasonForm),
        "break_glass": StepDoor(_break_glass, ReasonForm),
    }
    refusals: ClassVar = (ApprovalRefused, TransitionRefused)
    nothing = gettext_lazy("Nothing waits for a second signature.")
    list_display: ClassVar = ["what_for", "status", "asked_by", "asked_at", "expires_at"]
    list_filter: ClassVar = [WhichApprovals]
    list_select_related: ClassVar = ["asked_by"]
    sortable_by: ClassVar = []

    @admin.display(description=gettext_lazy("what for"))
    def what_for(self, approval: Approval) -> str:
        return approval.purpose_in_words

    def has_add_permission(self, request, obj=None) -> bool:
        return False

    def case_file(self, request, record, typed):
        return file_of(request, record, typed)

    @method_decorator(fresh_sign_in_required)
    def step_view(self, request, pk, name):
        return super().step_view(request, pk, name)
