"""Which cases a matter is about: while it is open they keep their persons (A1, F5)."""

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from dpo_office.accountability.models import Matter, MatterLink
from dpo_office.accountability.services.acting import hold, insist, why_redacted
from dpo_office.evidence.models import record
from dpo_office.evidence.services.exported import records_of
from dpo_office.organisation.models import User


@transaction.atomic
def link(matter: Matter, *, reference: str, by: User) -> MatterLink:
    """Hold the case of that reference. Raises ValidationError when no case has it.

    The case is locked meanwhile: a redaction that runs is over before, or finds the link.
    """
    hold(matter)
    insist(why_redacted(matter))
    case = case_of(reference)
    if case == matter:
        raise ValidationError(_("A matter is not about itself."))
    hold(case)
    kind = ContentType.objects.get_for_model(case)
    row, is_new = MatterLink.objects.get_or_create(
        matter=matter, case_type=kind, case_id=case.pk, defaults={"reference": str(case)}
    )
    if not is_new:
        raise ValidationError(_("%(case)s is linked already.") % {"case": case})
    record("matter.linked", matter, by=by, facts={"case": str(case)})
    record("case.held", case, by=by, facts={"matter": matter.reference})
    return row


@transaction.atomic
def unlink(matter: Matter, row: MatterLink, *, reason: str, by: User) -> None:
    """It is about another case; this one is held no longer."""
    hold(matter)
    insist(why_redacted(matter))
    insist("" if reason.strip() else _("Say why the case is not concerned."))
    values = {"reason": reason.strip()}
    record("matter.unlinked", matter, by=by, facts={"case": row.reference}, values=values)
    record("case.let_go", row.case, by=by, facts={"matter": matter.reference})
    row.delete()


def case_of(reference: str) -> models.Model:
    """The case of that reference, whichever app has it. Raises ValidationError."""
    found = next(iter(records_of(reference.strip().upper())), None)
    if found is None:
        raise ValidationError(
            {"case": _("No case has the reference “%(ref)s”.") % {"ref": reference[:40]}}
        )
    return found
