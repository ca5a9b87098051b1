"""Cases of data subjects who exercise a right (GDPR Arts. 12-22)."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

EVENT_WORDS = {
    "request.logged": _("Received and logged"),
    "subjectrequest.acknowledged": _("Acknowledged"),
    "subjectrequest.decided": _("All rights decided"),
    "subjectrequest.answered": _("Answered"),
    "subjectrequest.closed": _("Closed"),
    "subjectrequest.ended": _("Ended without answer"),
    "subjectrequest.received": _("Open again"),
    "request.handed_over": _("Handed over"),
    "request.imported": _("Imported; no letter was sent"),
    "request.merged_in": _("A later request of the same person was merged in"),
    "exercise.merged": _("Goes on in the earlier case"),
    "note.written": _("Note written"),
    "details.erased": _("Values erased from the trail"),
    "subjectrequest.redacted": _("Persons redacted"),
    "request.address_changed": _("Answers go to another address; identity is asked again"),
    "request.reopened": _("Opened again"),
    "request.late_explained": _("Said why it was late"),
    "identity.shown": _("Identity shown"),
    "exercise.advised": _("Advice given"),
    "exercise.granted": _("Decided: granted"),
    "exercise.refused": _("Decided: refused"),
    "exercise.partly": _("Decided: granted in part"),
    "exercise.cannot_identify": _("Decided: the person cannot be identified"),
    "exercise.withdrawn": _("Withdrawn by the person"),
    "exercise.not_a_request": _("Not a request under the GDPR"),
    "exercise.open": _("A decision was taken back"),
    "exercise.nothing_held": _("Decided: nothing held"),
    "correction.asked": _("An item is to be corrected"),
    "erasure.item_kept": _("An item is kept, with its exemption"),
    "restriction.began": _("Restriction in force"),
    "restriction.undone": _("Restriction undone before it was told"),
    "restriction.announced": _("Told that the restriction will be lifted"),
    "restriction.lifted": _("Restriction lifted"),
    "recipient.noted": _("A recipient was noted"),
    "fee.asked": _("A fee was asked, with its argument"),
    "fee.waived": _("The fee was given up"),
    "delegation.given": _("Decisions delegated in writing"),
    "delegation.taken_back": _("Delegation taken back"),
    "clock.started": _("A clock began"),
    "clock.stopped": _("A clock stands"),
    "clock.run_again": _("A clock runs on"),
    "clock.handed_over": _("A clock speaks to somebody else"),
    "clock.extended": _("Legal deadline extended"),
    "clock.paused": _("Legal deadline paused"),
    "clock.resumed": _("Legal deadline runs again"),
    "letter.drafted": _("Letter written"),
    "letter.edited": _("Letter changed"),
    "letter.readdressed": _("Letter addressed anew"),
    "letter.queued": _("Letter on its way"),
    "letter.sent": _("Letter left"),
    "letter.unsure": _("Unsure whether the letter left"),
    "letter.failed": _("Letter could not be sent"),
    "letter.discarded": _("Letter given up"),
}


class RequestsConfig(AppConfig):
    name = "requests_app"
    label = "requests_app"
    verbose_name = _("Requests")

    def ready(self) -> None:
        from dpo_office.lib import doors
        from requests_app import bulk_deeds, checks, invariants, purgers  # noqa: F401 - checks register
        from requests_app.case_records import RequestRecords
        from requests_app.clock_handlers import PartClocks, RequestClocks
        from requests_app.digest_parts import HandedOver
        from requests_app.dossier import RequestDossier
        from requests_app.letter_cases import RequestLetters
        from requests_app.letter_samples import RequestSamples
        from requests_app.openings import Requests
        from requests_app.part_events import PART_EVENTS
        from requests_app.part_invariants import CustomersKnowOnlyTheirs, PartsRunOrEnd
        from requests_app.public_pages import AddressCheck, CustomersPage

        doors.event_words.update(EVENT_WORDS | PART_EVENTS)
        doors.clock_words["refusal_notice"] = _("If we refuse")
        doors.digest_parts.register(HandedOver())
        for deed in bulk_deeds.DEEDS:
            doors.bulk_deeds.register(deed)
        doors.case_records.register(RequestRecords())
        doors.letter_cases.register(RequestLetters())
        doors.case_dossiers.register(RequestDossier())
        doors.letter_samples.register(RequestSamples())
        doors.case_openings.register(Requests())
        doors.purgers.register(purgers.ClosedRequests())
        doors.invariants.register(invariants.NothingIsLost())
        doors.invariants.register(invariants.StatesTellTheTruth())
        doors.invariants.register(invariants.AnswersGoToTheVerified())
        doors.invariants.register(invariants.NobodyIsLeftBehind())
        doors.invariants.register(invariants.RestrictionsEndTold())
        doors.invariants.register(PartsRunOrEnd())
        doors.invariants.register(CustomersKnowOnlyTheirs())
        doors.link_pages.register(AddressCheck())
        doors.link_pages.register(CustomersPage())
        doors.clock_handlers.register(PartClocks())
        doors.clock_handlers.register(RequestClocks())
