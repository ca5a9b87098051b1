from dpo_office.worklist.models.alert import Alert
from dpo_office.worklist.models.bulk import BulkItem, BulkRun
from dpo_office.worklist.models.calendar_feed import CalendarFeed
from dpo_office.worklist.models.clock import Clock
from dpo_office.worklist.models.contract_rule import ContractRule
from dpo_office.worklist.models.digest import Digest
from dpo_office.worklist.models.errand import Errand
from dpo_office.worklist.models.finding import Finding
from dpo_office.worklist.models.pause import ClockPause
from dpo_office.worklist.models.task import Task

__all__ = [
    "Alert",
    "BulkItem",
    "BulkRun",
    "CalendarFeed",
    "Clock",
    "ClockPause",
    "ContractRule",
    "Digest",
    "Errand",
    "Finding",
    "Task",
]
