"""Letters on paper: the PDF that goes with a mail or into an envelope."""

from collections.abc import Mapping

from django.utils import timezone
from django.utils.translation import gettext as _

from dpo_office.correspondence.models import Letter, TemplateVersion
from dpo_office.correspondence.services.wording import (
    Value,
    day_in_words,
    in_words,
    office_values,
    passages,
)
from dpo_office.correspondence.typesetting import typeset
from dpo_office.lib.placeholders import fill, names_in
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


def sample(version: TemplateVersion, case: Mapping[str, Value] | None = None) -> bytes:
    """A text as PDF before any letter is written, with the values of a case where it has them.

    Every other placeholder stands for itself.
    """
    names = {*names_in(version.subject), *names_in(version.body)}
    values = {name: f"[{name}]" for name in names} | office_values(version.language)
    told = in_words(case or {}, version.language)
    values |= {name: text for name, text in told.items() if text.strip()}
    values |= passages(version.language, list(names), values)
    letter = Letter(
        version=version,
        to="[to]",
        subject=fill(version.subject, values),
        body=fill(version.body, values),
    )
    return pdf(letter)
