"""The page of one seal: the words that were signed, and the signature."""

from django.urls import reverse
from django.utils.translation import gettext as _

from dpo_office.desk.case_file import CaseFile, NextStep, Section, StateLabel
from dpo_office.evidence.models import Seal


def file_of(seal: Seal) -> CaseFile:
    """Nothing here is judged: that a seal holds is shown by `verify_audit`, not by a page."""
    facts = [
        (_("Signed"), seal.sealed_at),
        (_("Events"), seal.count),
        (_("Key"), seal.key_id),
        ("SHA-256", seal.digest),
    ]
    return CaseFile(
        title=_("Signature %(number)d") % {"number": seal.number},
        subtitle=_("Vouches for %(count)d events, and through the one before it for all earlier.")
        % {"count": seal.count},
        reference=f"#{seal.number}",
        labels=[StateLabel(_("signed"), "done")],
        steps=_neighbour(seal),
        sections=[
            Section(_("What was signed"), "evidence/signed.html", seal.statement),
            Section(_("Signature"), "evidence/signed.html", seal.signature),
        ],
        side=[Section(_("This signature"), "desk/facts.html", facts)],
    )


def _neighbour(seal: Seal) -> list[NextStep]:
    if seal.number == 1:
        return []
    link = reverse("admin:evidence_seal_change", args=[seal.number - 1])
    return [NextStep("before", _("Open the one before it"), link=link, icon="arrow_back")]
