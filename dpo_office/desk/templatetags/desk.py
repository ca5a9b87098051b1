"""Tags that say dates the office's way, in the zone that the page was given."""

from datetime import datetime
from typing import Any

from django import template
from django.utils import timezone

from dpo_office.desk import when
from dpo_office.desk.rows import ProgressRow

register = template.Library()


@register.simple_tag(takes_context=True)
def moment(context: dict[str, Any], at: datetime) -> str:
    """ "today 14:20" in the office's zone."""
    return when.absolute(at, context.get("now") or timezone.now(), context["zone"])


@register.simple_tag(takes_context=True)
def runs_long(context: dict[str, Any], row: ProgressRow) -> bool:
    """Whether work has run for so long that its row says since when."""
    return row.is_slow(context.get("now") or timezone.now())
