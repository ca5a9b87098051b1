"""Letters of a matter: those that came in are kept, those that go out are written (A1)."""

from collections.abc import Sequence
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dpo_office.accountability.models import Matter, MatterPaper
from dpo_office.accountability.services.acting import hold, insist
from dpo_office.accountability.services.matters import LONGEST, why_over
from dpo_office.correspondence.models import Letter
from dpo_office.correspondence.services import letters
from dpo_office.evidence.file_door import FileDoor
from dpo_office.evidence.models import EncryptedFile, record
from dpo_office.evidence.services import files
from dpo_office.lib.periods import local_date
from dpo_office.lib.plain_text import checked_line, checked_lines
from dpo_office.organisation.models import Profile, User

ENCLOSED = FileDoor()
TEMPLATE = "matter_letter"


@transaction.atomic
def came_in(
    matter: Matter,
    *,
    came_on: date,
    sender: str,
    note: str,
    by: User,
    enclosed: Sequence[EncryptedFile] = (),
    now: datetime | None = None,
) -> MatterPaper:
    """Keep a letter that came on that local day. Raises ValidationError."""
    now = now or timezone.now()
    hold(matter)
    insist(why_over(matter))
    if came_on > local_date(now, Profile.current().time_zone):
        raise ValidationError(_("This lies in the future. When did it come?"))
    note = checked_lines(note, field=_("What it says"), longest=LONGEST)
    insist("" if note or enclosed else _("Say what it says, or choose its file."))
    paper = MatterPaper.objects.create(
        matter=matter,
        came_on=came_on,
        sender=checked_line(sender, field=_("From"), longest=200),
        note=note,
        recorded_at=now,
        recorded_by=by,
    )
    facts = {"paper": paper.pk, "came_on": came_on.isoformat()}
    record("matter.paper_came", matter, by=by, facts=facts, happened_at=now)
    files.keep(enclosed, about=paper, by=by, now=now)
    return paper


@transaction.atomic
def draft(
    matter: Matter,
    *,
    to: str,
    to_name: str,
    text: str,
    channel: str,
    language: str,
    by: User,
    now: datetime | None = None,
) -> Letter:
    """A letter to the authority, the court or whoever complains, to be read and sent.

    Raises ValidationError or LetterRefused.
    """
    hold(matter)
    insist(why_over(matter))
    text = checked_lines(text, field=_("Text"), longest=LONGEST)
    insist("" if text else _("Write what the letter says."))
    return letters.draft(
        matter,
        template=TEMPLATE,
        language=language,
        channel=channel,
        to=to,
        to_name=checked_line(to_name, field=_("To"), longest=200),
        context={
            "reference": matter.reference,
            "their_reference": matter.authority_reference or "–",  # noqa: RUF001  # none
            "name": to_name,
            "text": text,
        },
        by=by,
        now=now,
    )
