"""Breaking the glass: one person signs alone, says why, and is looked over (F4)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from dpo_office.evidence.models import Approval
from dpo_office.evidence.refusals import ApprovalRefused
from dpo_office.evidence.services.signers import reviewer, why_not_sign
from dpo_office.lib import doors
from dpo_office.lib.periods import local_date, next_working_day
from dpo_office.organisation.models import Profile, User

REVIEW = gettext_noop("Look over what one person signed alone")


@transaction.atomic
def break_glass(approval: Approval, *, by: User, reason: str, now: datetime) -> None:
    """Sign alone, in an emergency; somebody else reviews it by the next working day.

    Only whoever asked, or has the right to sign, and cannot simply sign. The reason is a value
    of the trail. Raises ApprovalRefused.
    """
    if approval.status != Approval.Status.WAITING or approval.expires_at <= now:
        raise ApprovalRefused(why_not_sign(approval, by, now))
    if not why_not_sign(approval, by, now):
        raise ApprovalRefused(_("You can sign this; no glass has to be broken."))
    if by.pk != approval.asked_by_id and not by.has_perm(approval.right):
        raise ApprovalRefused(_("Your role does not sign this."))
    if not reason.strip():
        raise ApprovalRefused(_("Say why it cannot wait for a second person."))
    approval.move_to(
        Approval.Status.BROKEN,
        by=by,
        reason=reason,
        at=now,
        signed_by=by,
        signed_at=now,
        glass_broken=True,
    )
    profile = Profile.current()
    due_on = next_working_day(local_date(now, profile.time_zone), profile.country)
    doors.open_task(approval, title=REVIEW, due_on=due_on, owner=reviewer(approval, of=by), by=by)
