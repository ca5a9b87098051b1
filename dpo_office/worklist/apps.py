"""What must be done, by when, by whom."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

EVENT_WORDS = {
    "task.opened": _("Task opened"),
    "task.handed_over": _("Task handed over"),
    "task.done": _("Task done"),
    "task.dropped": _("Task dropped"),
    "bulk.asked": _("Work on many records asked"),
    "bulk.begun": _("Work on many records begun"),
    "bulk.finished": _("Work on many records at its end"),
    "errand.asked": _("A colleague was asked"),
    "errand.reminded": _("A colleague was reminded"),
    "errand.came_back": _("A colleague answered"),
    "errand.answered": _("Answered"),
    "errand.withdrawn": _("Not asked any more"),
    "finding.raised": _("A check found something"),
    "finding.accepted": _("Finding accepted for a while"),
    "finding.open": _("Accepted finding open again"),
    "finding.resolved": _("Finding resolved"),
}


class WorklistConfig(AppConfig):
    name = "dpo_office.worklist"
    label = "worklist"
    verbose_name = _("Worklist")

    def ready(self) -> None:
        from dpo_office.lib import doors
        from dpo_office.worklist import purgers
        from dpo_office.worklist.digest_parts import ColleaguesAnswered
        from dpo_office.worklist.errand_page import ErrandPage
        from dpo_office.worklist.invariants import ClocksAreAsComputed
        from dpo_office.worklist.services import calendars, findings, tasks
        from dpo_office.worklist.vital_signs import SweepKeepsUp

        doors.event_words.update(EVENT_WORDS)
        doors.raise_finding.fill(findings.raise_finding)
        doors.holds_again.fill(findings.holds_again)
        doors.was_found.fill(findings.was_found)
        doors.digest_parts.register(ColleaguesAnswered())
        doors.purgers.register(purgers.FinishedBulk())
        doors.link_pages.register(ErrandPage())
        doors.open_task.fill(tasks.open_task)
        doors.personal_keys.register(calendars.CalendarAddress())
        doors.invariants.register(ClocksAreAsComputed())
        doors.vital_signs.register(SweepKeepsUp())
