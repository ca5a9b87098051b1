"""What must always hold of clocks; asked by `verify_office`, by fault tests and by night."""

from collections.abc import Iterator

from dpo_office.lib.periods import PeriodError
from dpo_office.worklist.models import Clock
from dpo_office.worklist.services.reckoning import alert_slots_of, dates_of
from dpo_office.worklist.services.subjects import reference_of

DATES = ("due_on", "due_at", "paused_due_on", "paused_due_at")


class ClocksAreAsComputed:
    """Nobody typed a date, and no new table of holidays moved one in silence."""

    identifier = "clocks"
    sentence = "Every due date and alert time is what the stored start, pauses and rule give."

    def broken(self) -> list[str]:
        clocks = Clock.objects.select_related("contract_rule").prefetch_related("pauses")
        return [
            f"clock {clock.pk} {reference_of(clock.about)}: {wrong}"
            for clock in clocks.order_by("pk").iterator(chunk_size=2000)
            for wrong in differences(clock)
        ]


def differences(clock: Clock) -> Iterator[str]:
    """Each stored value that differs from the computed one."""
    try:
        computed = dates_of(clock)
    except PeriodError as error:
        yield str(error)
        return
    for name in DATES:
        if getattr(clock, name) != computed[name]:
            yield f"{name} is {getattr(clock, name)}, computed {computed[name]}"
    if clock.alert_times != alert_slots_of(clock):
        yield "alert times differ"
