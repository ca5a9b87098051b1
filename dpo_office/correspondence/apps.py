"""What was said: letters and the outbox."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

EVENT_WORDS = {
    "template.rewritten": _("Text rewritten"),
    "template.reviewed": _("Text reviewed by a lawyer"),
    "delivery.tried_now": _("Mail tried again"),
    "incoming.recorded": _("Message recorded, its original kept"),
}


class CorrespondenceConfig(AppConfig):
    name = "dpo_office.correspondence"
    label = "correspondence"
    verbose_name = _("Correspondence")

    def ready(self) -> None:
        from dpo_office.correspondence import checks, purgers, watch  # noqa: F401 - checks register
        from dpo_office.correspondence.clock_handlers import (
            IncomingNamed,
            LettersNamed,
            MailsNamed,
        )
        from dpo_office.correspondence.restored import MailsWait
        from dpo_office.correspondence.sealed_rows import SealedMails, SealedSecrets
        from dpo_office.correspondence.services import outbox
        from dpo_office.lib import doors

        doors.event_words.update(EVENT_WORDS)
        doors.clock_handlers.register(LettersNamed())
        doors.clock_handlers.register(MailsNamed())
        doors.clock_handlers.register(IncomingNamed())
        doors.after_restore.register(MailsWait())
        doors.post_mail.fill(outbox.post)
        doors.invariants.register(watch.LettersArrive())
        doors.sealed_rows.register(SealedMails())
        doors.sealed_rows.register(SealedSecrets())
        doors.purgers.register(purgers.AutomaticMails())
        doors.purgers.register(purgers.UnrecordedMails())
        doors.vital_signs.register(watch.OutboxFlows())
