"""Who decides: the decision owner, and the DPO where that is delegated in writing (Art. 38(6)).

A DPO advises; deciding on the same is a conflict that a written delegation makes visible.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dpo_office.evidence.models import record
from dpo_office.lib.periods import local_date
from dpo_office.lib.plain_text import checked_lines
from dpo_office.organisation import roles
from dpo_office.organisation.models import Profile, User
from requests_app.models import Delegation, Exercise
from requests_app.services import asking
from requests_app.services.acting import insist

Covers = Delegation.Covers
LONGEST = 20_000


def check(given: Delegation) -> None:
    """Raise ValidationError, in the user's words, for a delegation that can't be."""
    if not given.by.has_role(roles.DECISION_OWNER):
        insist(_("Only the decision owner delegates."))
    if not given.to.has_role(roles.DPO, roles.DEPUTY_DPO):
        insist(_("Decisions are delegated to the DPO or a deputy."))
    given.words = checked_lines(given.words, field=_("In writing"), longest=LONGEST)
    given.full_clean()


@transaction.atomic
def give(given: Delegation, *, by: User, now: datetime | None = None) -> Delegation:
    """Let somebody decide in the decision owner's place; raises ValidationError as `check`."""
    given.by = by
    check(given)
    given.save(force_insert=True)
    facts = {"to": given.to_id, "covers": str(given.covers), "from": str(given.first_day)}
    record("delegation.given", given, by=by, facts=facts, happened_at=now)
    return given


@transaction.atomic
def take_back(delegation: Delegation, *, by: User, now: datetime | None = None) -> Delegation:
    """From now on they decide no more; what they decided stands. Raises ValidationError."""
    now = now or timezone.now()
    insist(why_not_take_back(delegation, now))
    delegation.ended_at = now
    delegation.save(update_fields=["ended_at"])
    record("delegation.taken_back", delegation, by=by, happened_at=now)
    return delegation


def why_not_take_back(delegation: Delegation, now: datetime) -> str:
    """Why there is nothing to take back, in words; empty while it is or will be in force."""
    over = delegation.last_day and delegation.last_day < _today(now)
    return _("It is over already.") if over or delegation.ended_at else ""


def why_not_refuse(by: User, now: datetime) -> str:
    """Why they can't refuse, in whole or in part, in words with the way out; empty if they can."""
    if by.has_role(roles.DECISION_OWNER) or delegated(by, Covers.REFUSING, now):
        return ""
    names = ", ".join(map(str, asking.deciders())) or _("nobody has that role yet")
    return _(
        "A refusal, in whole or in part, is the decision owner's (%(names)s). Write your advice "
        "and ask them to decide, or have them delegate refusing in writing (Delegations)."
    ) % {"names": names}


def delegated(to: User, covers: str, at: datetime) -> Delegation | None:
    """The delegation under which they decide `at`; refusing covers granting too."""
    enough = {Covers.REFUSING, Covers(covers)}
    return to.delegations.in_force(at, _today(at)).filter(covers__in=enough).first()


def by_whose_right(exercises: Iterable[Exercise]) -> dict[int, str]:
    """Under what somebody else than the decision owner decided, in words, by the exercise.

    By two questions, however many rights were decided.
    """
    decided = [e for e in exercises if e.decided_by_id and e.decided_at]
    deciders = [e.decided_by_id for e in decided if e.decided_by_id]
    owning = User.objects.filter(pk__in=deciders, groups__name=roles.DECISION_OWNER)
    owners = set(owning.values_list("pk", flat=True))
    given = list(Delegation.objects.filter(to__in=deciders).select_related("by"))
    return {e.pk: _under(e, given) for e in decided if e.decided_by_id not in owners}


def _under(exercise: Exercise, given: list[Delegation]) -> str:
    at = exercise.decided_at or timezone.now()
    covers = [Covers.REFUSING]
    if exercise.status not in Exercise.GROUNDED:
        covers.append(Covers.GRANTING)
    for one in given:
        if (
            one.to_id == exercise.decided_by_id
            and one.covers in covers
            and one.holds(at, _today(at))
        ):
            day = f"{one.first_day:%d %b %Y}"
            return _("Decided under the written delegation of %(who)s, from %(day)s.") % {
                "who": one.by,
                "day": day,
            }
    return _("Decided without a written delegation.")


def _today(at: datetime) -> date:
    return local_date(at, Profile.current().time_zone)
