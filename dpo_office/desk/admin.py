"""Admin bases: every page of the office derives from one of these."""

from unfold.admin import ModelAdmin


class OfficeAdmin(ModelAdmin):
    """A plain register: list, search, form."""

    show_full_result_count = False
    list_fullwidth = True
    compressed_fields = True
    warn_unsaved_form = True


class ReadOnlyAdmin(OfficeAdmin):
    """Rows written by the office itself: looked at, never edited."""

    def has_add_permission(self, request, obj=None) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False
