"""Letters on paper: the PDF that goes with a mail or into an envelope."""

from django.utils import timezone
from django.utils.translation import gettext as _

from dpo_office.correspondence.models import Letter
from dpo_office.correspondence.services.wording import day_in_words
from dpo_office.correspondence.typesetting import typeset
from dpo_office.organisation.models import Profile


def pdf(letter: Letter) -> bytes:
    """The letter as PDF with the organisation's letterhead; a draft says that it is one.

    The same letter gives the same bytes. Raises NotTypeset.
    """
    profile = Profile.current()
    on = timezone.localdate(letter.frozen_at or timezone.now(), profile.zone)
    sender = [profile.address, profile.email]
    to = [letter.to_name, letter.to] if letter.channel != Letter.Channel.POST else [letter.to]
    data = {
        "subject": letter.subject,
        "organisation": str(profile),
        "sender": "\n".join(part.strip() for part in sender if part.strip()),
        "to": "\n".join(part for part in to if part),
        "language": letter.language,
        "date": {"year": on.year, "month": on.month, "day": on.day},
        "day": day_in_words(on, letter.language),
        "note": "" if letter.frozen_at else _("Draft, not sent"),
        "paragraphs": letter.body.replace("\r\n", "\n").strip().split("\n\n"),
    }
    return typeset("letter.typ", data)
