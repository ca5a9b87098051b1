"""The outbox: what is on its way and what failed; in the demo, the mails themselves."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.decorators import action

from dpo_office.correspondence import tasks
from dpo_office.correspondence.admin import demo_mails
from dpo_office.correspondence.admin.delivery_page import file_of, kind_of
from dpo_office.correspondence.models import Delivery, MailServer
from dpo_office.correspondence.refusals import LetterRefused
from dpo_office.correspondence.services import outbox
from dpo_office.desk.admin import CaseAdmin
from dpo_office.desk.case_file import StepDoor
from dpo_office.evidence.models import TransitionRefused
from dpo_office.organisation.access import may_see_persons


def _try_now(delivery: Delivery, by: Any, data: dict[str, Any]) -> str:
    outbox.try_now(delivery, by=by)
    tasks.soon(delivery)
    return _("The mail is tried again now.")


@admin.register(Delivery)
class DeliveryAdmin(CaseAdmin):
    """Written by the office; the only deed is to try at once."""

    steps: ClassVar = {"try_now": StepDoor(_try_now)}
    refusals: ClassVar = (LetterRefused, TransitionRefused)
    nothing = gettext_lazy("No mail was sent yet.")
    list_display: ClassVar = [
        "kind", "recipient", "state", "created_at", "finished_at", "attempts", "repeats",
        "last_error",
    ]  # fmt: skip
    list_filter: ClassVar = ["state", "urgent", "automatic"]
    list_select_related: ClassVar = ["letter__version__template"]
    search_fields: ClassVar = ["message_id__exact"]
    search_help_text = gettext_lazy("The whole Message-ID or address")
    actions: ClassVar = ["try_now"]
    actions_list: ClassVar = ["demo_mails"]

    kind = admin.display(description=gettext_lazy("mail"))(lambda self, obj: kind_of(obj))

    @admin.display(description=gettext_lazy("to"))
    def recipient(self, delivery: Delivery) -> str:
        return delivery.to or _("redacted")

    def has_add_permission(self, request, obj=None) -> bool:
        return False

    def get_list_display(self, request):
        columns = super().get_list_display(request)
        seen = may_see_persons(request.user)
        return columns if seen else [c for c in columns if c != "recipient"]

    def get_search_results(self, request, queryset, search_term):
        found = models.Q(message_id=search_term)
        if may_see_persons(request.user):
            found |= models.Q(to__iexact=search_term)
        return (queryset.filter(found) if search_term else queryset), False

    def case_file(self, request, record, typed):
        return file_of(request, record, persons=may_see_persons(request.user))

    def changelist_view(self, request, extra_context=None) -> HttpResponse:
        server = MailServer.objects.filter(away_since__isnull=False).first()
        if server:
            messages.warning(request, _("No mail leaves: %(words)s") % {"words": server.error})
        return super().changelist_view(request, extra_context)

    @admin.action(description=gettext_lazy("Try the selected mails now"), permissions=["try_now"])
    def try_now(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        tried = 0
        for delivery in queryset.select_related("letter"):
            try:
                _try_now(delivery, request.user, {})
            except (LetterRefused, TransitionRefused) as why:
                messages.error(request, f"{kind_of(delivery)} #{delivery.pk}: {why}")
            else:
                tried += 1
        if tried:
            said = ngettext("%(n)d mail is tried now.", "%(n)d mails are tried now.", tried)
            messages.success(request, said % {"n": tried})

    def has_demo_mails_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return demo_mails.are_kept() and self.may(request, "demo_mails")

    @action(
        description=gettext_lazy("Mails of the demo"), permissions=["demo_mails"], icon="drafts"
    )
    def demo_mails(self, request: HttpRequest) -> HttpResponse:
        """The mails that the demo wrote into its folder instead of sending them."""
        return demo_mails.page(self, request)
