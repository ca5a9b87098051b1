"""The card "Matters" of a case: by what it is held, for those who may know."""

from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from dpo_office.accountability.models import Matter
from dpo_office.accountability.services.holding import matters_of
from dpo_office.desk.case_file import Section


def matters_card(request: HttpRequest, case: models.Model) -> list[Section]:
    """No card where there is no matter, nor for those without need to know."""
    if not request.user.has_perm("accountability.view_matter"):
        return []
    found = matters_of(case)
    rows = [
        {
            "reference": f"{matter} · {matter.authority or matter.get_kind_display()}",
            "link": reverse("admin:accountability_matter_change", args=[matter.pk]),
        }
        for matter in found
    ]
    open_one = any(matter.status == Matter.Status.OPEN for matter in found)
    note = _("the case is held") if open_one else ""
    return [Section(_("Matters"), "accountability/linked.html", rows, note=note)] if rows else []
