"""Registers of customers and people."""

from typing import ClassVar

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.forms import BaseInlineFormSet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import TabularInline

from dpo_office.desk.admin import OfficeAdmin
from dpo_office.parties.models import Customer, DataSubject, Identifier
from dpo_office.parties.services import people


@admin.register(Customer)
class CustomerAdmin(OfficeAdmin):
    list_display: ClassVar = ["name", "privacy_email", "country", "since", "until"]
    search_fields: ClassVar = ["name"]
    list_filter: ClassVar = ["language"]


class IdentifierFormSet(BaseInlineFormSet):
    """Each identifier in its stored form, and nobody else's of the same customer."""

    def clean(self) -> None:
        super().clean()
        for form in self.forms:
            data = form.cleaned_data if form.is_valid() else {}
            if not data.get("value") or data.get("DELETE"):
                continue
            try:
                value = people.checked_identifier(data["kind"], data["value"])
                people.refuse_known(data["kind"], value, subject=self.instance)
            except ValidationError as refusal:
                form.add_error("value", refusal)
            else:
                form.instance.value = value


class IdentifierInline(TabularInline):
    model = Identifier
    formset = IdentifierFormSet
    extra = 0
    readonly_fields: ClassVar = ["shown_at"]


@admin.register(DataSubject)
class DataSubjectAdmin(OfficeAdmin):
    shows_persons = True
    list_display: ClassVar = ["__str__", "tie", "customer", "language"]
    list_filter: ClassVar = ["tie"]
    list_select_related: ClassVar = ["customer"]
    search_fields: ClassVar = ["name", "identifiers__value"]
    search_help_text = gettext_lazy("Name, address, phone or number")
    autocomplete_fields: ClassVar = ["customer"]
    inlines: ClassVar = [IdentifierInline]
    actions: ClassVar = ["merge"]

    def has_change_permission(self, request, obj=None) -> bool:
        redacted = obj is not None and obj.redacted_at
        return not redacted and super().has_change_permission(request, obj)

    def get_search_results(self, request, queryset, search_term):
        if not search_term:
            return queryset, False
        return queryset.filter(pk__in=DataSubject.objects.matching(search_term).values("pk")), False

    @admin.action(description=gettext_lazy("Merge: they are one person"), permissions=["merge"])
    def merge(self, request, queryset) -> None:
        """The oldest record stays."""
        kept, *others = queryset.order_by("pk")
        try:
            people.merge(kept, others, by=request.user)
        except ValidationError as refusal:
            messages.error(request, refusal.messages[0])
        else:
            messages.success(request, _("They are one person now: %(name)s.") % {"name": kept})
