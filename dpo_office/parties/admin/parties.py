"""Registers of customers and people."""

from django.contrib import admin
from unfold.admin import TabularInline

from dpo_office.desk.admin import OfficeAdmin
from dpo_office.parties.models import Customer, DataSubject, Identifier


@admin.register(Customer)
class CustomerAdmin(OfficeAdmin):
    list_display = ["name", "privacy_email", "country", "since", "until"]
    search_fields = ["name"]
    list_filter = ["language"]


class IdentifierInline(TabularInline):
    model = Identifier
    extra = 0
    readonly_fields = ["shown_at"]


@admin.register(DataSubject)
class DataSubjectAdmin(OfficeAdmin):
    shows_persons = True
    list_display = ["name", "tie", "customer", "language"]
    list_filter = ["tie"]
    list_select_related = ["customer"]
    search_fields = ["name", "identifiers__value"]
    search_help_text = "Name, address, phone or number"
    autocomplete_fields = ["customer"]
    inlines = [IdentifierInline]

    def get_search_results(self, request, queryset, search_term):
        if not search_term:
            return queryset, False
        return queryset.filter(pk__in=DataSubject.objects.matching(search_term).values("pk")), False
