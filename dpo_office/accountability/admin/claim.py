"""Published claims: what is said, whether it can stand, what to say instead (S2)."""

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dpo_office.accountability.models import Claim
from dpo_office.accountability.services import claims
from dpo_office.desk.admin import OfficeAdmin
from dpo_office.desk.case_file import StateLabel


@admin.register(Claim)
class ClaimAdmin(OfficeAdmin):
    nothing = gettext_lazy("No claim is entered. Enter what is published, point by point.")
    list_display: ClassVar = ["words", "point", "state", "proposed"]
    list_filter: ClassVar = ["rule"]
    search_fields: ClassVar = ["words", "proposed"]
    search_help_text = gettext_lazy("Words of the claim")
    sortable_by: ClassVar = []
    fieldsets: ClassVar = [
        (None, {"fields": ["key", "point", "words"]}),
        (
            gettext_lazy("What it asserts"),
            {
                "fields": ["rule", "names", "against", "announced"],
                "description": gettext_lazy(
                    "Change this when the published text has changed: the finding goes by itself."
                ),
            },
        ),
        (gettext_lazy("What to say instead"), {"fields": ["weak", "proposed"]}),
    ]

    @admin.display(description=gettext_lazy("state"))
    def state(self, claim: Claim) -> str:
        label = StateLabel(_("stands"), "done")
        if not claims.stands(claim):
            label = StateLabel(_("cannot stand"), "soon")
        return render_to_string("desk/state_label.html", {"label": label})

    def tell(self, *args: Any) -> None:
        """The service tells the trail."""

    log_addition = log_change = tell

    def save_model(self, request: HttpRequest, obj: Claim, form: Any, change: bool) -> None:
        claims.keep(obj, changed=form.changed_data, by=request.user)
