"""Findings: every check raises the same row; a person resolves or accepts it for a while."""

from contextlib import suppress
from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dpo_office.evidence.models import TransitionRefused, record
from dpo_office.organisation.models import User
from dpo_office.worklist.models import Finding
from dpo_office.worklist.refusals import FindingRefused
from dpo_office.worklist.services import people
from dpo_office.worklist.services.subjects import reference_of

# The unique key decides who inserts; everybody else has seen it again. One statement, so
# that two checks at once never collide. xmax is 0 on a row that this statement inserted.
RAISE = """
INSERT INTO worklist_finding AS f (check_name, about_type_id, about_id, owner_id, due_on, text,
    reference, is_failure, status, first_seen_at, last_seen_at)
VALUES (%(check)s, %(type)s, %(id)s, %(owner)s, %(due_on)s, %(text)s,
    %(reference)s, %(failure)s, 'open', %(now)s, %(now)s)
ON CONFLICT (check_name, about_type_id, about_id) WHERE status <> 'resolved'
DO UPDATE SET last_seen_at = greatest(f.last_seen_at, excluded.last_seen_at), text = excluded.text
RETURNING id, xmax = 0
"""


@transaction.atomic
def raise_finding(
    check: str,
    *,
    about: models.Model | None,
    owner: User | None,
    due_on: date,
    text: str,
    failure: bool = False,
) -> Finding:
    """Say that `check` doesn't hold for a record; again while it is unresolved: seen again.

    Without `owner` it is every DPO's. `text` holds references and counts, never a person, for
    it appears in mails. A `failure` is mailed at once, other findings wait for the digest.
    """
    values = {
        "check": check,
        "type": ContentType.objects.get_for_model(about).pk if about else None,
        "id": about.pk if about else None,
        "owner": owner.pk if owner else None,
        "due_on": due_on,
        "text": text,
        "reference": reference_of(about),
        "failure": failure,
        "now": timezone.now(),
    }
    with connection.cursor() as cursor:
        cursor.execute(RAISE, values)
        pk, is_new = cursor.fetchone()
    finding = Finding.objects.get(pk=pk)
    if is_new:
        facts = {"finding": pk, "check": check, "due_on": due_on.isoformat()}
        record("finding.raised", about or finding, by=None, facts=facts)
    return finding


def resolve(finding: Finding, *, by: User | None, reason: str = "") -> None:
    """The matter is put right. `by` None: the check itself saw that it holds again."""
    finding.move_to(Finding.Status.RESOLVED, by=by, reason=reason, accepted_until=None)


def holds_again(check: str, *, about: models.Model | None) -> None:
    """The check holds for that record: resolve what it had found, if anything."""
    same = Finding.objects.unresolved().filter(check_name=check)
    for finding in same.about(about) if about else same.filter(about_type=None):
        resolve(finding, by=None)


def was_found(check: str, *, about: models.Model | None) -> bool:
    """Whether the check ever raised a finding about that record, whatever became of it."""
    same = Finding.objects.filter(check_name=check)
    return (same.about(about) if about else same.filter(about_type=None)).exists()


def accept(finding: Finding, *, reason: str, until: date, by: User) -> None:
    """Live with it until the end of day `until` (office's zone), for a stated reason."""
    if not reason.strip():
        raise FindingRefused(_("Say why this can be accepted for a while."))
    if until <= people.today():
        raise FindingRefused(_("Choose a day in the future; on the next one it returns."))
    finding.move_to(Finding.Status.ACCEPTED, by=by, reason=reason, accepted_until=until)


def return_accepted(today: date) -> int:
    """Open again every finding whose acceptance is over; how many. Two at once share them."""
    count = 0
    for finding in Finding.objects.acceptance_over(today):
        with suppress(TransitionRefused):  # another was first
            finding.move_to(Finding.Status.OPEN, by=None, accepted_until=None, mailed_at=None)
            count += 1
    return count
