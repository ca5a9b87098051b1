"""What we promise and answer for: enquiries, matters with authorities, claims, evidence files."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

EVENT_WORDS = {
    "enquiry.logged": _("Received and logged"),
    "enquiry.answered": _("Answered"),
    "enquiry.open": _("Open again"),
    "enquiry.passed": _("Became a case"),
    "enquiry.ended": _("Ended without answer"),
    "enquiry.became": _("A case was made of it"),
    "enquiry.asker_named": _("Who asks was recorded"),
    "enquiry.handed_over": _("Handed over"),
    "enquiry.redacted": _("Persons redacted"),
    "answer.kept": _("Answer kept in the library"),
    "answer.rewritten": _("Answer of the library rewritten"),
    "answer.in_use_again": _("Answer of the library in use again"),
    "answer.retired": _("Answer of the library retired"),
    "answer.used": _("Answer of the library used"),
    "matter.opened": _("Matter opened"),
    "matter.advised": _("Advice given"),
    "matter.linked": _("A case was linked; it is held"),
    "matter.unlinked": _("A case is not linked any more"),
    "matter.paper_came": _("A letter came in"),
    "matter.handed_over": _("Handed over"),
    "case.held": _("Held: an open matter is about it"),
    "case.let_go": _("Not held by that matter any more"),
    "matter.closed": _("Matter closed"),
    "matter.open": _("Matter open again"),
    "matter.redacted": _("Persons redacted"),
    "evidencefile.asked": _("Evidence file asked for"),
    "evidencefile.running": _("Evidence file being made"),
    "evidencefile.done": _("Evidence file made"),
    "evidencefile.failed": _("Evidence file could not be made"),
    "evidencefile.opened": _("Evidence file handed out"),
    "claim.kept": _("Published claim kept"),
    "clock.set_anew": _("The authority set another day"),
}


class AccountabilityConfig(AppConfig):
    name = "dpo_office.accountability"
    label = "accountability"
    verbose_name = _("Accountability")

    def ready(self) -> None:
        from dpo_office.accountability import invariants, purgers
        from dpo_office.accountability.case_records import EnquiryRecords, MatterRecords
        from dpo_office.accountability.clock_handlers import (
            ClaimsNamed,
            EnquiriesNamed,
            MattersNamed,
        )
        from dpo_office.accountability.dossiers import MatterDossier
        from dpo_office.accountability.letter_cases import EnquiryLetters, MatterLetters
        from dpo_office.lib import doors

        doors.event_words.update(EVENT_WORDS)
        for handler in (ClaimsNamed(), EnquiriesNamed(), MattersNamed()):
            doors.clock_handlers.register(handler)
        for case in (EnquiryLetters(), MatterLetters()):
            doors.letter_cases.register(case)
        for records in (EnquiryRecords(), MatterRecords()):
            doors.case_records.register(records)
        for purger in (purgers.ClosedEnquiries(), purgers.ClosedMatters()):
            doors.purgers.register(purger)
        doors.case_dossiers.register(MatterDossier())
        doors.invariants.register(invariants.NumbersAreCases())
        doors.invariants.register(invariants.StatesAndClocksAgree())
        doors.invariants.register(invariants.NobodyIsLeftBehind())
