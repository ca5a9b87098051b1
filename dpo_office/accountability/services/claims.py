"""Whether what is published can stand; what cannot is a finding with the wording to take (S2)."""

from collections.abc import Callable, Collection, Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from dpo_office.accountability.models import Claim
from dpo_office.evidence.models import record
from dpo_office.organisation.models import Profile, User
from dpo_office.worklist.services import findings, people

CHECK = "statement.claim"


@transaction.atomic
def keep(claim: Claim, *, changed: Collection[str], by: User) -> None:
    """Save a claim and ask at once whether it stands."""
    claim.full_clean()
    claim.save()
    record("claim.kept", claim, by=by, facts={"changed": sorted(changed)})
    check([claim])


def check(claims: Iterable[Claim] | None = None) -> int:
    """Raise a finding for each that cannot stand, resolve it for each that does; how many fail."""
    failing = 0
    for claim in Claim.objects.all() if claims is None else claims:
        if stands(claim):
            findings.holds_again(CHECK, about=claim)
            continue
        failing += 1
        due, text = people.today(), finding_of(claim)
        findings.raise_finding(CHECK, about=claim, owner=None, due_on=due, text=text)
    return failing


def stands(claim: Claim) -> bool:
    """Whether its rule holds for what it asserts."""
    return RULES[claim.rule](claim)


def finding_of(claim: Claim) -> str:
    """ "Point 4: Estonia and France ... Proposed: ...": no person is in it."""
    words = {"where": str(claim).capitalize(), "weak": claim.weak, "proposed": claim.proposed}
    return _("%(where)s: %(weak)s Proposed: “%(proposed)s”") % words


def _one_place(claim: Claim) -> bool:
    """Incorporated where the profile says, and nowhere else."""
    return {name.strip().upper() for name in claim.names} <= {Profile.current().country}


def _all_listed(claim: Claim) -> bool:
    return _folded(claim.names) <= _folded(claim.against)


def _as_many(claim: Claim) -> bool:
    return claim.announced == len(claim.against)


def _given_by_the_person(claim: Claim) -> bool:
    """Consent is an act of the person (Art. 4(11)): data that came from elsewhere shows none."""
    return "consent" not in _folded(claim.names) or _folded(claim.against) <= {"person"}


def _says_more(claim: Claim) -> bool:
    """None of the sentences that are no answer stands in it any more."""
    return not any(phrase in flat(claim.words) for phrase in map(flat, claim.against))


def flat(words: str) -> str:
    """For comparing: lower case, plain apostrophes, single spaces."""
    return " ".join(words.casefold().replace("’", "'").split())  # noqa: RUF001  # typographic


def _folded(names: Iterable[str]) -> set[str]:
    return {flat(name) for name in names}


RULES: dict[str, Callable[[Claim], bool]] = {
    Claim.Rule.PLACE: _one_place,
    Claim.Rule.LISTED: _all_listed,
    Claim.Rule.COUNT: _as_many,
    Claim.Rule.BASIS: _given_by_the_person,
    Claim.Rule.ANSWER: _says_more,
}
