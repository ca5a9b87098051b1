from dpo_office.worklist.admin import calendar_feeds, clocks, findings, tasks, told

__all__ = ["calendar_feeds", "clocks", "findings", "tasks", "told"]
