"""An enquiry that is more than one: it becomes a request, later an incident (O5)."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dpo_office.accountability.models import Enquiry
from dpo_office.accountability.services import enquiries
from dpo_office.accountability.services.acting import hold, insist, why_redacted
from dpo_office.evidence.models import record
from dpo_office.evidence.services import files
from dpo_office.lib import doors
from dpo_office.organisation.models import User

Status = Enquiry.Status


@transaction.atomic
def pass_on(
    enquiry: Enquiry,
    opening: str,
    *,
    chosen: Collection[str],
    by: User,
    now: datetime | None = None,
) -> models.Model:
    """Open the case that this enquiry is, received when the enquiry was; its files go along.

    `opening` names a door of `lib.doors.case_openings`. Raises ValidationError.
    """
    now = now or timezone.now()
    hold(enquiry)
    insist(why_not_pass_on(enquiry))
    door = doors.case_openings.get(opening)
    if door is None:
        raise ValidationError(_("No such case can be opened here."))
    case = door.open(
        chosen=chosen,
        key=enquiry.intake_key,
        by=by,
        name=enquiry.asker,
        email=enquiry.address,
        words=enquiry.words,
        channel=enquiry.channel,
        language=enquiry.language,
        customer=enquiry.customer,
        received_at=enquiry.received_at,
    )
    files.move(enquiry, to=case, by=by)
    if enquiry.status == Status.OPEN:
        enquiries.close_as(enquiry, Status.PASSED, by=by, now=now, **_became(case))
    else:  # answered, and only then seen for what it is
        enquiry.move_to(Status.PASSED, by=by, at=now, **_became(case))
    record("enquiry.became", enquiry, by=by, facts={"case": str(case)}, happened_at=now)
    return case


def why_not_pass_on(enquiry: Enquiry) -> str:
    """Why it stays an enquiry, in words; empty when it can become a case."""
    if why := why_redacted(enquiry):
        return why
    if enquiry.status == Status.PASSED:
        return _("It became %(case)s already.") % {"case": enquiry.became}
    if enquiry.status == Status.ENDED:
        return _("It has ended. Open it again first.")
    if not enquiry.address:
        return _("A case needs an address to answer to. Ask for it, and log the case by hand.")
    return ""


def _became(case: models.Model) -> dict[str, Any]:
    return {"became_type": ContentType.objects.get_for_model(case), "became_id": case.pk}
