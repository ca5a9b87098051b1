"""Settings under which persons would be kept for ever, or lost at once."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from dpo_office.lib.periods import Duration, PeriodError, Unit


@register()
def cases_kept(**kwargs: Any) -> list[CheckMessage]:
    """CASES_KEPT is a period of calendar days, months or years (F5)."""
    try:
        kept = Duration.parse(settings.CASES_KEPT)
    except PeriodError as why:
        return [Error(f"CASES_KEPT: {why}", id="office.E320")]
    if kept.unit == Unit.HOURS:
        return [Error("CASES_KEPT counts in days, months or years.", id="office.E320")]
    return []
