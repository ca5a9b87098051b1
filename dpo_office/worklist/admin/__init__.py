from dpo_office.worklist.admin import (
    bulk_runs,
    calendar_feeds,
    clocks,
    findings,
    schedule,
    tasks,
    told,
)

__all__ = ["bulk_runs", "calendar_feeds", "clocks", "findings", "schedule", "tasks", "told"]
