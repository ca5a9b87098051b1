"""What stands above a list: the filters that its reader has kept or was given."""

from collections.abc import Sequence
from typing import Any

from django import template

from dpo_office.organisation.models import SavedFilter

register = template.Library()


@register.simple_tag(takes_context=True)
def saved_filters(context: dict[str, Any], changelist: Any) -> Sequence[SavedFilter]:
    """Own and shared ones of this list; each knows whether it is what one looks at."""
    request = context["request"]
    seen = SavedFilter.objects.seen_by(request.user, changelist.model._meta.label_lower)
    rows = list(seen.select_related("owner"))
    for row in rows:
        row.chosen = row.query == request.GET.urlencode()
    return rows
