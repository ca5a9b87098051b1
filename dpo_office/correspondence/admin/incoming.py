"""Messages that came in: the list, and the page of each with its original."""

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dpo_office.correspondence.models import Incoming
from dpo_office.desk.admin import CaseAdmin
from dpo_office.desk.case_file import CaseFile, NextStep, Section
from dpo_office.evidence.admin.files_card import files_card
from dpo_office.lib import doors
from dpo_office.lib.door_shapes import ClockSubject
from dpo_office.organisation.access import may_see_persons


@admin.register(Incoming)
class IncomingAdmin(CaseAdmin):
    """Recorded from its case; never edited."""

    shows_persons = True
    nothing = gettext_lazy("No message was recorded yet; drop a mail on the list of requests.")
    list_display: ClassVar = ["__str__", "case", "sent_by", "channel", "received_at"]
    list_filter: ClassVar = ["channel"]
    search_fields: ClassVar = ["sender"]
    search_help_text = gettext_lazy("The whole address")
    sortable_by: ClassVar = []

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("about")

    @admin.display(description=gettext_lazy("case"))
    def case(self, message: Incoming) -> str:
        return str(message.about or "")

    @admin.display(description=gettext_lazy("from"))
    def sent_by(self, message: Incoming) -> str:
        return message.sender_name or message.sender or _("redacted")

    def has_add_permission(self, request, obj=None) -> bool:
        return False  # a message is recorded from the desk of its case

    def get_list_display(self, request):
        columns = super().get_list_display(request)
        seen = may_see_persons(request.user)
        return columns if seen else [c for c in columns if c != "sent_by"]

    def get_search_results(self, request, queryset, search_term):
        if not search_term:
            return queryset, False
        seen = may_see_persons(request.user)
        return queryset.filter(sender__iexact=search_term) if seen else queryset.none(), False

    def case_file(self, request, record, typed):
        return file_of(request, record, persons=may_see_persons(request.user))


def file_of(request: HttpRequest, message: Incoming, *, persons: bool) -> CaseFile:
    """Everything on the page; without `persons` neither sender nor words."""
    about = _about(message, request)
    named = persons and (message.sender_name or message.sender)
    steps = []
    if about and about.url:
        label = _("Open %(reference)s") % {"reference": about.reference}
        steps = [NextStep("case", label, link=about.url, icon="folder_open")]
    return CaseFile(
        title=_("Message from %(who)s") % {"who": named} if named else _("Message that came in"),
        subtitle=str(message.get_channel_display()),
        reference=about.reference if about else str(message.about or ""),
        steps=steps,
        sections=[
            Section(_("What came in"), "desk/facts.html", _facts(message, persons=persons)),
            *(
                [Section(_("In their words"), "desk/case_words.html", message.words)]
                if persons
                else []
            ),
        ],
        side=[files_card(message, persons=persons)],
    )


def _about(message: Incoming, request: HttpRequest) -> ClockSubject | None:
    kind = message.about_type
    handler = doors.clock_handlers.get(f"{kind.app_label}.{kind.model}")
    if handler is None:
        return None
    return handler.describe([message.about_id], viewer=request.user).get(message.about_id)


def _facts(message: Incoming, *, persons: bool) -> list[tuple[str, Any]]:
    own = [(_("From"), message.sender), (_("Subject"), message.subject)] if persons else []
    facts = [
        *own,
        (_("Reached us"), message.received_at),
        (_("Recorded"), message.recorded_at),
        (_("Recorded by"), str(message.recorded_by or _("the office"))),
        ("SHA-256", message.sha256),
    ]
    return [(name, value) for name, value in facts if value]
