"""Who may put the second signature, and what becomes of it while they are away (F4)."""

from datetime import date, datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from dpo_office.evidence.models import Approval
from dpo_office.evidence.models.approval import ApprovalQuerySet
from dpo_office.lib.periods import local_date
from dpo_office.organisation.models import Profile, User
from dpo_office.organisation.services.absences import desks_of, stand_in_for

SIGN = "evidence.sign_approval"


def why_not_sign(approval: Approval, user: User, now: datetime) -> str:
    """Why this person can't sign it now, in one sentence; empty when they can.

    A deputy signs for somebody who is away, but only with the right of their own: being named
    as somebody's deputy gives no rights.
    """
    if approval.status != Approval.Status.WAITING:
        return _("It does not wait for a signature any more: %(state)s.") % {
            "state": approval.get_status_display()
        }
    if approval.expires_at <= now:
        return _("It has expired; it must be asked anew.")
    if approval.asked_by_id == user.pk:
        return _("You asked for it yourself; somebody else has to sign.")
    if not user.has_perm(approval.right):
        return _("Your role does not sign this.")
    asked_of = approval.asked_of
    if asked_of is None or not asked_of.is_active or user == asked_of:
        return ""
    if user == stand_in_for(asked_of, on=_today(now)):
        return ""
    return _("%(who)s is asked to sign it.") % {"who": asked_of}


def waiting_for(user: User, now: datetime) -> ApprovalQuerySet:
    """What that person could sign now, for themselves and for whom they stand in."""
    waiting = Approval.objects.waiting(now).exclude(asked_by=user)
    rights = waiting.order_by().values_list("right", flat=True).distinct()
    theirs = Q(asked_of=None) | Q(asked_of__is_active=False)
    theirs |= Q(asked_of__in=desks_of(user, _today(now)))
    return waiting.filter(theirs, right__in=[right for right in rights if user.has_perm(right)])


def reviewer(approval: Approval, *, of: User) -> User:
    """Who looks over what `of` did alone: another person with the right, management first."""
    others = User.objects.filter(is_active=True).exclude(pk=of.pk).order_by("pk")
    able = [user for user in others if user.has_perm(approval.right)]
    return min(able, key=lambda user: not user.has_role("Decision owner"), default=of)


def _today(now: datetime) -> date:
    return local_date(now, Profile.current().time_zone)
