"""Enquiries: logged, answered, ended; a promise of ours stands over them, no law (O5)."""

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dpo_office.accountability.models import Enquiry
from dpo_office.accountability.services.acting import hold, insist, why_redacted
from dpo_office.correspondence.models import Letter
from dpo_office.correspondence.services import letters
from dpo_office.evidence.file_door import FileDoor
from dpo_office.evidence.models import EncryptedFile, record
from dpo_office.evidence.services import case_numbers, files
from dpo_office.lib.plain_text import checked_line, checked_lines
from dpo_office.organisation.models import Profile, User
from dpo_office.parties.models import Customer
from dpo_office.parties.services.people import checked_address
from dpo_office.worklist.models import Clock
from dpo_office.worklist.services import clocks

Status = Enquiry.Status
RULE = "enquiry_promise"
ENCLOSED = FileDoor()  # a questionnaire comes as a file
LONGEST = 200_000  # characters of what they said, and of what we said
EARLIEST = datetime(2018, 5, 25, tzinfo=UTC)
HANDLES = "accountability.change_enquiry"


def log_enquiry(*, intake_key: uuid.UUID | None = None, **enquiry: Any) -> Enquiry:
    """Open an enquiry as `open_enquiry` does, once for each `intake_key`."""
    key = intake_key or uuid.uuid4()
    if known := Enquiry.objects.filter(intake_key=key).first():
        return known
    try:
        return open_enquiry(intake_key=key, **enquiry)
    except IntegrityError:  # of two at once the other was first
        return Enquiry.objects.get(intake_key=key)


@transaction.atomic
def open_enquiry(
    *,
    received_at: datetime,
    by: User | None,
    intake_key: uuid.UUID,
    kind: str = Enquiry.Kind.QUESTION,
    channel: str = Enquiry.Channel.EMAIL,
    asker: str = "",
    address: str = "",
    customer: Customer | None = None,
    language: str = "en",
    words: str = "",
    enclosed: Sequence[EncryptedFile] = (),
    owner: User | None = None,
    now: datetime | None = None,
) -> Enquiry:
    """Keep what was asked at `received_at` (aware) and start the clock of our promise.

    Raises ValidationError in the user's words for an impossible date, address or text.
    """
    now = now or timezone.now()
    check_receipt(received_at, now)
    enquiry = Enquiry(
        reference=case_numbers.next_reference("EQ", year=_local_year(now)),
        intake_key=intake_key,
        kind=kind,
        channel=channel,
        asker=checked_line(asker, field=_("Who asks"), longest=200),
        address=checked_address(address) if address.strip() else "",
        customer=customer,
        language=language,
        words=checked_lines(words, field=_("Their words"), longest=LONGEST),
        received_at=received_at,
        recorded_at=now,
        owner=owner or (by if by and by.has_perm(HANDLES) else None),
    )
    enquiry.full_clean(validate_unique=False)  # the database tells which of two was first
    enquiry.save()
    facts = {"kind": str(kind), "channel": str(channel)}
    record("enquiry.logged", enquiry, by=by, facts=facts, happened_at=now)
    files.keep(enclosed, about=enquiry, by=by, now=now)
    clocks.start(enquiry, RULE, started_at=received_at, by=by, owner=enquiry.owner)
    return enquiry


def check_receipt(received_at: datetime | None, now: datetime) -> None:
    """Raise ValidationError, by field, for a receipt that cannot be."""
    if received_at and received_at > now:
        raise ValidationError({"received_at": _("This lies in the future. When did it reach us?")})
    if received_at and received_at < EARLIEST:
        raise ValidationError(
            {"received_at": _("This is before the GDPR applied (25 May 2018). Check the year.")}
        )


@transaction.atomic
def mark_answered(enquiry: Enquiry, *, said: str, by: User, now: datetime | None = None) -> Enquiry:
    """It was answered in chat or on the phone, in these words."""
    now = now or timezone.now()
    hold(enquiry)
    insist(why_not_answer(enquiry))
    said = checked_lines(said, field=_("What we said"), longest=LONGEST)
    insist("" if said else _("Say what they were told, or choose an answer of the library."))
    return close_as(enquiry, Status.ANSWERED, by=by, now=now, said=said)


def why_not_answer(enquiry: Enquiry) -> str:
    """Why it can't be answered now, in words; empty when it can."""
    if why := why_redacted(enquiry):
        return why
    if enquiry.status == Status.PASSED:
        return _("It became %(case)s; answer it there.") % {"case": enquiry.became}
    return "" if enquiry.status == Status.OPEN else _("It is over. Open it again first.")


@transaction.atomic
def end(enquiry: Enquiry, *, reason: str, by: User, now: datetime | None = None) -> Enquiry:
    """No answer is owed: an advertisement, or asked twice."""
    now = now or timezone.now()
    hold(enquiry)
    insist(why_not_answer(enquiry))
    reason = checked_lines(reason, field=_("Why"), longest=LONGEST)
    insist("" if reason else _("Say why no answer is owed."))
    return close_as(enquiry, Status.ENDED, by=by, now=now, reason=reason)


@transaction.atomic
def open_again(enquiry: Enquiry, *, reason: str, by: User, now: datetime | None = None) -> Enquiry:
    """They ask back, or the answer did not arrive; the clock runs as if it never stood."""
    now = now or timezone.now()
    hold(enquiry)
    insist(why_not_open_again(enquiry))
    reason = checked_lines(reason, field=_("Why"), longest=LONGEST)
    insist("" if reason else _("Say why it is opened again."))
    enquiry.move_to(Status.OPEN, by=by, at=now, reason=reason, closed_at=None)
    for clock in Clock.objects.about(enquiry).filter(stopped_at__isnull=False):
        clocks.run_again(clock, by=by, at=now)
    return enquiry


def why_not_open_again(enquiry: Enquiry) -> str:
    """Why it stays as it is, in words; empty when it can be opened again."""
    if why := why_redacted(enquiry):
        return why
    if enquiry.status == Status.PASSED:
        return _("It became %(case)s; go on there.") % {"case": enquiry.became}
    return _("It is open.") if enquiry.status == Status.OPEN else ""


@transaction.atomic
def name_asker(enquiry: Enquiry, *, asker: str, address: str, by: User) -> Enquiry:
    """Who asks, and where an answer reaches them, as far as it is known by now."""
    hold(enquiry)
    insist(why_not_answer(enquiry))
    enquiry.asker = checked_line(asker, field=_("Who asks"), longest=200)
    enquiry.address = checked_address(address) if address.strip() else ""
    enquiry.save(update_fields=["asker", "address"])
    values = {"asker": enquiry.asker, "address": enquiry.address}
    record("enquiry.asker_named", enquiry, by=by, values=values)
    return enquiry


@transaction.atomic
def hand_over(enquiry: Enquiry, *, to: User, by: User) -> Enquiry:
    """Somebody else answers it. Raises ValidationError if they may not."""
    hold(enquiry)
    insist(why_not_answer(enquiry))
    if not to.has_perm(HANDLES):
        insist(_("%(person)s may not answer enquiries.") % {"person": to})
    if enquiry.owner == to:
        insist(_("It is theirs already."))
    facts = {"from": enquiry.owner_id, "to": to.pk}
    enquiry.owner = to
    enquiry.save(update_fields=["owner"])
    for clock in Clock.objects.about(enquiry).running():
        clocks.hand_over(clock, to=to, by=by)
    record("enquiry.handed_over", enquiry, by=by, facts=facts)
    return enquiry


def close_as(
    enquiry: Enquiry, status: str, *, by: User | None, now: datetime, reason: str = "", **more: Any
) -> Enquiry:
    """It is over: drafts are given up, the clock stands. The caller holds it."""
    for letter in Letter.objects.about(enquiry).drafts():
        letters.discard(letter, by=by)
    enquiry.move_to(status, by=by, at=now, reason=reason, closed_at=now, **more)
    for clock in Clock.objects.about(enquiry).running():
        clocks.stop(clock, by=by, at=now)
    return enquiry


def _local_year(now: datetime) -> int:
    return now.astimezone(Profile.current().zone).year
