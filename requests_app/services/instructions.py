"""What customers tell us about their parts: by their link, or taken down by hand (Art. 28(3)(a))."""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dpo_office.evidence.file_door import FileDoor
from dpo_office.evidence.models import EncryptedFile, record
from dpo_office.evidence.services import files
from dpo_office.lib.plain_text import checked_line, checked_lines
from dpo_office.organisation.models import User
from requests_app.models import Instruction, RequestPart
from requests_app.services import part_clocks
from requests_app.services.acting import insist
from requests_app.services.part_endings import end
from requests_app.services.parts import hold_part, why_ended

Status, Kind, Channel = RequestPart.Status, Instruction.Kind, Instruction.Channel
LONGEST = 20_000  # characters of an instruction
MOST = 20  # by one link's customer; more is no instruction but a flood
ENCLOSED = FileDoor(most=3)


@transaction.atomic
def take_down(
    part: RequestPart,
    *,
    kind: str,
    given_by: str,
    words: str = "",
    given_at: datetime | None = None,
    channel: str = Channel.LINK,
    enclosed: Sequence[EncryptedFile] = (),
    by: User | None,
    now: datetime | None = None,
) -> Instruction:
    """Keep what a customer told us, and go on with its part: we are to act, or it answers itself.

    `by` is who took it down, None when the customer wrote it behind its link. Raises
    ValidationError in the user's words.
    """
    now = now or timezone.now()
    hold_part(part)
    insist(why_not_instruct(part))
    if kind == Kind.ACT and not words.strip():
        raise ValidationError({"words": _("Say what is to be done.")})
    if by is None and part.instructions.filter(channel=Channel.LINK).count() >= MOST:
        insist(_("This part has many instructions already. Please write to us."))
    told = Instruction(
        part=part,
        kind=kind,
        channel=channel,
        given_by=checked_line(given_by, field=_("Given by"), longest=200),
        given_at=given_at or now,
        words=checked_lines(words, field=_("Their words"), longest=LONGEST),
        recorded_by=by,
        recorded_at=now,
    )
    told.full_clean()
    told.save()
    files.keep(enclosed, about=part.request, by=by, now=now)
    told.files.set(enclosed)
    facts = {"kind": str(kind), "channel": str(channel), "files": len(enclosed)}
    record("part.told", part, by=by, facts=facts, happened_at=told.given_at)
    _go_on(part, kind, by=by, now=now)
    return told


def why_not_instruct(part: RequestPart) -> str:
    """Why no instruction is taken down, in words; empty when one can be."""
    if why := why_ended(part):
        return why
    return _("It is not passed on yet.") if part.status == Status.OPEN else ""


@transaction.atomic
def confirm_receipt(part: RequestPart, *, now: datetime | None = None) -> bool:
    """The customer has its part; whether that is news. Said by its link."""
    hold_part(part)
    if part.receipt_at or why_not_instruct(part):
        return False
    part.receipt_at = now or timezone.now()
    part.save(update_fields=["receipt_at"])
    record("part.receipt", part, by=None, happened_at=part.receipt_at)
    return True


def _go_on(part: RequestPart, kind: str, *, by: User | None, now: datetime) -> None:
    if kind == Kind.CUSTOMER_ANSWERS:
        end(part, Status.CUSTOMER_ANSWERS, by=by, now=now)
    elif part.status == Status.PASSED_ON:
        part.move_to(Status.INSTRUCTED, by=by, at=now)
        part_clocks.run(part, part_clocks.CARRY_OUT, by=by, at=now)
