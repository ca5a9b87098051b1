"""Who we are and who may enter."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

EVENT_WORDS = {
    "user.admitted": _("Admitted to the office"),
    "user.role_given": _("Role given"),
    "user.role_taken": _("Role taken"),
    "user.deactivated": _("Office closed to them"),
    "user.reactivated": _("Office opened to them again"),
    "user.address_changed": _("Address changed"),
    "user.name_stripped": _("Name removed from a closed account"),
    "user.sessions_ended": _("Sessions ended"),
    "user.keys_ended": _("Tokens and links ended"),
    "user.factor_added": _("Second factor added"),
    "user.factor_removed": _("Second factor removed"),
    "user.factor_reset": _("Lost factor reset by another person"),
    "user.recovery_codes_renewed": _("Recovery codes renewed"),
    "user.password_set": _("Password set"),
    "user.new_place": _("Signed in from a new place"),
    "link.made": _("One-time link made"),
    "link.used": _("One-time link used"),
    "link.ended": _("One-time link ended"),
    "absence.announced": _("Absence entered"),
    "absence.withdrawn": _("Absence taken back"),
    "list.exported": _("List taken out as a workbook"),
    "profile.changed": _("Organisation changed"),
    "token.made": _("API token made"),
    "token.revoked": _("API token ended"),
}


class OrganisationConfig(AppConfig):
    name = "dpo_office.organisation"
    label = "organisation"
    verbose_name = _("Organisation")

    def ready(self) -> None:
        from dpo_office.lib import doors
        from dpo_office.lib.door_shapes import Scope
        from dpo_office.organisation import (
            checks,  # noqa: F401 - they register
            purgers,
            sign_in_events,
        )
        from dpo_office.organisation.demo_sign_in import DemoSignIn
        from dpo_office.organisation.restored import NobodyIsInside
        from dpo_office.organisation.sealed_rows import Seeds
        from dpo_office.organisation.services.endings import ApiTokens, Links
        from dpo_office.organisation.set_up_account import SetUpAccount

        doors.event_words.update(EVENT_WORDS)
        doors.link_pages.register(DemoSignIn())
        doors.link_pages.register(SetUpAccount())
        for purger in purgers.PURGERS:
            doors.purgers.register(purger)
        doors.after_restore.register(NobodyIsInside())
        doors.personal_keys.register(ApiTokens())
        doors.personal_keys.register(Links())
        doors.sealed_rows.register(Seeds())
        doors.invariants.register(Seeds())
        doors.scopes.register(Scope("token.read", _("Ask what the token itself may do")))
        sign_in_events.connect()
