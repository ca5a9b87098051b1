"""What this app refuses, each with a sentence for the person who asked."""

from dpo_office.lib.refusals import Refused


class WorklistRefused(Refused):
    """The base of them all."""


class ClockRefused(WorklistRefused):
    """The clock can't be started, paused, extended or stopped like this."""


class TaskRefused(WorklistRefused):
    """The task can't be dropped or handed over like this."""


class FindingRefused(WorklistRefused):
    """The finding can't be accepted like this."""


class ScheduleRefused(WorklistRefused):
    """What time does can't be paused or resumed like this."""


class BulkRefused(Refused):
    """The work on many records is not begun; why, in one sentence."""
