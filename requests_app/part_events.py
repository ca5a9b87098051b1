"""What the deeds of parts, identity and mandates are called on a page."""

from django.utils.translation import gettext_lazy as _

PART_EVENTS = {
    "part.told": _("A customer told us what it wants"),
    "part.receipt": _("A customer confirmed that it has its part"),
    "requestpart.open": _("A customer's part was formed"),
    "requestpart.passed_on": _("Passed on to a customer"),
    "requestpart.instructed": _("Instructed by a customer"),
    "requestpart.done": _("Done as the customer instructed"),
    "requestpart.customer_answers": _("The customer answers the person itself"),
    "requestpart.no_answer": _("The customer never answered"),
    "requestpart.customer_gone": _("The customer is gone"),
    "requestpart.withdrawn": _("Withdrawn from a customer"),
    "requestpart.removed": _("A customer's part was taken out"),
    "proof.kept": _("A document of identity came"),
    "proof.checked": _("A document of identity was checked and removed"),
    "mandate.given": _("Somebody acts for the person"),
    "mandate.renewed": _("A mandate came"),
    "mandate.checked": _("The mandate was found good"),
    "mandate.ended": _("The person acts for themselves"),
}
