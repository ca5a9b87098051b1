"""What happened and what proves it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

EVENT_WORDS = {
    "details.erased": _("Values erased from the trail"),
    "trail.restored": _("Database restored into another server"),
    "trail.verified": _("Trail verified"),
    "trail.exported": _("Trail exported"),
    "approval.asked": _("Second signature asked for"),
    "approval.signed": _("Signed"),
    "approval.refused": _("Signature refused"),
    "approval.broken": _("Glass broken: signed by one person alone"),
    "approval.spent": _("Signature used"),
    "approval.used": _("Done with a second signature"),
    "approval.lapsed": _("Signature expired"),
    "person.looked_at": _("Page of a person opened"),
    "file.stored": _("File kept"),
    "file.moved": _("File came along"),
    "file.looked_at": _("File opened"),
    "file.removed": _("File removed"),
    "files_key.rotated": _("Key of files changed"),
}


class EvidenceConfig(AppConfig):
    name = "dpo_office.evidence"
    label = "evidence"
    verbose_name = _("Evidence")

    def ready(self) -> None:
        from dpo_office.evidence import checks, trail_invariants  # noqa: F401 - checks register
        from dpo_office.evidence.clock_handlers import Approvals
        from dpo_office.evidence.invariants import FilesAreWhole
        from dpo_office.evidence.models import record
        from dpo_office.evidence.purgers import ExpiredFiles
        from dpo_office.evidence.sealed_rows import Files
        from dpo_office.evidence.services import looks
        from dpo_office.evidence.vital_signs import TrailIsSealed
        from dpo_office.lib import doors

        doors.record.fill(record)
        doors.look.fill(looks.note)
        doors.event_words.update(EVENT_WORDS)
        doors.clock_handlers.register(Approvals())
        doors.invariants.register(FilesAreWhole())
        doors.purgers.register(ExpiredFiles())
        doors.sealed_rows.register(Files())
        doors.vital_signs.register(TrailIsSealed())
        doors.invariants.register(trail_invariants.TrailVerifies())
        doors.invariants.register(trail_invariants.SealingGoesOn())
        doors.invariants.register(trail_invariants.MovesAreTold())
