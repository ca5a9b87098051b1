"""What the evidence file of a matter tells beside its clock and letters (A1)."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from dpo_office.accountability.models import Matter
from dpo_office.accountability.services.dossier import moment
from dpo_office.lib.door_shapes import DossierSection


class MatterDossier:
    model = "accountability.matter"

    def title(self, pk: int, *, persons: bool) -> str:
        matter = Matter.objects.get(pk=pk)
        kind = matter.get_kind_display()
        return f"{matter.authority}: {kind}" if matter.authority else kind.capitalize()

    def sections(self, pk: int, *, persons: bool) -> list[DossierSection]:
        matter = Matter.objects.get(pk=pk)
        facts = [
            (_("Their reference"), matter.authority_reference),
            (_("Received"), moment(matter.received_at)),
            (_("Who complains"), matter.complainant if persons else ""),
            (_("Handled by"), str(matter.handler)),
            (_("Decides"), str(matter.decision_owner or "")),
            (_("Cases concerned"), ", ".join(str(link) for link in matter.links.all())),
            (_("Outcome"), matter.get_outcome_display()),
            (_("Closed"), moment(matter.closed_at)),
        ]
        told = [DossierSection(_("The matter"), [fact for fact in facts if fact[1]])]
        if persons:
            texts = [
                (_("What it is about"), matter.words),
                (_("Advice"), matter.advice),
                (_("What came of it"), matter.result),
            ]
            told += [DossierSection(name, texts=[text]) for name, text in texts if text]
        papers = [
            [date_format(paper.came_on, "D j M Y"), paper.sender, paper.note]
            for paper in matter.papers.all()
        ]
        if papers and persons:
            head = [_("Came on"), _("From"), _("What it says")]
            told.append(DossierSection(_("Letters that came in"), head=head, rows=papers))
        return told
