"""Logging a request: person, case number, controller part, both clocks (P4.1, P5.1)."""

import uuid
from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dpo_office.evidence.file_door import FileDoor
from dpo_office.evidence.models import EncryptedFile, record
from dpo_office.evidence.services import case_numbers, files
from dpo_office.lib.plain_text import checked_lines
from dpo_office.organisation.models import Profile, User
from dpo_office.parties.models import Customer, DataSubject
from dpo_office.parties.services import people
from dpo_office.worklist.services import clocks
from requests_app.models import Exercise, RequestPart, SubjectRequest
from requests_app.services import mandates
from requests_app.services.deadlines import LEGAL_DEADLINE, OUR_PROMISE
from requests_app.services.handing import HANDLES

GDPR_APPLIES_SINCE = datetime(2018, 5, 25, tzinfo=UTC)  # GDPR Art. 99(2)
ENCLOSED = FileDoor()  # what comes with a request
LONGEST_WORDS = 1_000_000  # characters; a longer message is attached as a file


def log_request(*, intake_key: uuid.UUID | None = None, **case: Any) -> SubjectRequest:
    """Open the case of a request, as `open_case` does, once for each `intake_key`.

    The same key again returns the same case: a form sent twice opens one, also at the same time.
    """
    key = intake_key or uuid.uuid4()
    if known := SubjectRequest.objects.filter(intake_key=key).first():
        return known
    try:
        return open_case(intake_key=key, **case)
    except IntegrityError:  # of two at once the other was first
        return SubjectRequest.objects.get(intake_key=key)


@transaction.atomic
def open_case(
    *,
    name: str,
    email: str,
    rights: Collection[str],
    received_at: datetime,
    by: User | None,
    channel: str = SubjectRequest.Channel.EMAIL,
    language: str = "en",
    words: str = "",
    tie: str = DataSubject.Tie.UNKNOWN,
    customer: Customer | None = None,
    handler: User | None = None,
    enclosed: Sequence[EncryptedFile] = (),
    on_behalf: mandates.Representative | None = None,
    intake_key: uuid.UUID,
    now: datetime | None = None,
) -> SubjectRequest:
    """Open the case of a request received at `received_at` (aware) and start its clocks.

    `enclosed` are the files that came with it, taken in by the door ENCLOSED. Letters go to who
    acts for the person, `on_behalf`; then `email` may be empty: many know none of them. Raises
    ValidationError in the user's words for an impossible date, address, text or right.
    """
    now = now or timezone.now()
    check(received_at=received_at, rights=rights, now=now)
    unknown = on_behalf is not None and not email
    subject = (people.add if unknown else people.find_or_add)(
        name=name, email=email, language=language, tie=tie, customer=customer, by=by, now=now
    )
    request = SubjectRequest(
        reference=case_numbers.next_reference("SR", year=_local_year(now)),
        intake_key=intake_key,
        subject=subject,
        channel=channel,
        received_at=received_at,
        recorded_at=now,
        language=language,
        answer_to=people.checked_address(on_behalf.email if on_behalf else email),
        words=checked_lines(words, field=_("In their words"), longest=LONGEST_WORDS),
        handler=handler or (by if by and by.has_perm(HANDLES) else None),
    )
    request.full_clean(validate_unique=False)  # the database tells which of two was first
    request.save()
    facts = {"channel": str(channel), "rights": sorted(map(str, rights))}
    record("request.logged", request, by=by, facts=facts, happened_at=now)
    files.keep(enclosed, about=request, by=by, now=now)
    _open_controller_part(request, rights, by=by)
    if on_behalf is not None:
        mandates.appoint(request, on_behalf, by=by, now=now)
    return request


def _open_controller_part(
    request: SubjectRequest, rights: Collection[str], *, by: User | None
) -> RequestPart:
    part = request.parts.create(capacity=RequestPart.Capacity.CONTROLLER)
    Exercise.objects.bulk_create([Exercise(part=part, right=right) for right in rights])
    for rule in (OUR_PROMISE, LEGAL_DEADLINE):
        clocks.start(part, rule, started_at=request.received_at, by=by, owner=request.handler)
    return part


def check(
    *, received_at: datetime | None, rights: Collection[str], now: datetime | None = None
) -> None:
    """Raise ValidationError, by field and in the user's words, for what cannot be."""
    errors: dict[str, str] = {}
    if received_at and received_at > (now or timezone.now()):
        errors["received_at"] = _("This lies in the future. When did the request reach us?")
    if received_at and received_at < GDPR_APPLIES_SINCE:
        errors["received_at"] = _(
            "The GDPR applies since 25 May 2018; this is earlier. Check the year."
        )
    if unknown := set(rights) - set(Exercise.Right.values):
        errors["rights"] = _("Unknown right: %(names)s.") % {"names": ", ".join(sorted(unknown))}
    elif not rights:
        errors["rights"] = _("Choose at least one right.")
    if errors:
        raise ValidationError(errors)


def _local_year(now: datetime) -> int:
    return now.astimezone(Profile.current().zone).year
