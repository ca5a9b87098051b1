"""The nightly look at the trail: what is wrong is a finding, what is right is an event."""

from itertools import islice

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dpo_office.evidence.models import Seal, record
from dpo_office.evidence.services.verification import Checkpoint, Run, last_checkpoint
from dpo_office.evidence.services.verification.run import VERIFIED
from dpo_office.evidence.services.verification.trusted_keys import TrustedKeys
from dpo_office.lib import doors, openpgp
from dpo_office.organisation.models import Profile

CHECK = "trail.verifies"
LOCK = 0x7665_7269_6679  # one at a time tells how far it came
ENOUGH = 1000  # faults; after that many it is told that there are more


def verify(*, whole: bool) -> list[str]:
    """Verify from the last checkpoint, or all contents if `whole`; the faults found.

    A whole run checks the newest signature, which vouches for all before it; each was checked
    when it was new. Never in a transaction: gpg runs.
    """
    with openpgp.throwaway() as home:
        since = Checkpoint() if whole else last_checkpoint()
        run = Run(TrustedKeys(home), since, every_signature=not whole)
        faults = list(islice(run.faults(), ENOUGH))
    if faults:
        _raise(faults)
    else:
        _tell(run, whole=whole)
    return faults


def _raise(faults: list[str]) -> None:
    text = _("The trail does not verify: %(count)d faults. %(first)s")
    doors.raise_finding(
        CHECK,
        about=None,
        owner=None,
        due_on=timezone.localdate(timezone=Profile.current().zone),
        text=(text % {"count": len(faults), "first": faults[0]})[:300],
        failure=True,
    )


@transaction.atomic
def _tell(run: Run, *, whole: bool) -> None:
    """The next run goes on from here; two that ran at once tell it once."""
    doors.holds_again(CHECK, about=None)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    if run.head and run.head != last_checkpoint().head:
        facts = {"digest": run.head.digest, "events": run.events, "whole": whole}
        record(VERIFIED, Seal.objects.get(pk=run.head.number), by=None, facts=facts)
