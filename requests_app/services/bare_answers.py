"""Answers that only deny: "we don't process the data" is none to a restriction (S2, Art. 18).

Asked of open cases only, while the answer can still be put right.
"""

from django.utils.translation import gettext as _

from dpo_office.accountability.models import Claim
from dpo_office.accountability.services.claims import flat
from dpo_office.worklist.models import Finding
from dpo_office.worklist.services import findings, people
from requests_app.models import Exercise, SubjectRequest

CHECK = "requests.bare_answer"
Status = Exercise.Status


def check() -> int:
    """A finding for each open case with such an answer; gone once it says what was done."""
    bare = _bare()
    for pk, claim in bare.items():
        text = _("%(weak)s Proposed: “%(proposed)s”")
        findings.raise_finding(
            CHECK,
            about=SubjectRequest.objects.get(pk=pk),
            owner=None,
            due_on=people.today(),
            text=text % {"weak": claim.weak, "proposed": claim.proposed},
        )
    for finding in Finding.objects.unresolved().filter(check_name=CHECK):
        if finding.about_id not in bare:
            findings.resolve(finding, by=None)
    return len(bare)


def _bare() -> dict[int, Claim]:
    """Open cases, by id, in which an answer says nothing but what a claim lists as no answer."""
    found: dict[int, Claim] = {}
    answered = Exercise.objects.filter(status__in=[Status.GRANTED, Status.PARTLY])
    answered = answered.filter(part__request__closed_at=None).exclude(done="")
    for claim in Claim.objects.filter(rule=Claim.Rule.ANSWER):
        rows = answered.filter(right__in=claim.names)
        for pk, done in rows.values_list("part__request_id", "done"):
            if says_only(done, claim.against):
                found[pk] = claim
    return found


def says_only(done: str, phrases: list[str]) -> bool:
    """Whether nothing is left once these sentences are taken out of what was said."""
    rest = flat(done)
    for phrase in map(flat, phrases):
        rest = rest.replace(phrase, "")
    return rest != flat(done) and not any(letter.isalnum() for letter in rest)
