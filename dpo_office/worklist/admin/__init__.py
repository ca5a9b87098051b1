from dpo_office.worklist.admin import calendar_feeds, clocks, findings, schedule, tasks, told

__all__ = ["calendar_feeds", "clocks", "findings", "schedule", "tasks", "told"]
