"""What a letter may be: a real address, a subject without persons, its passages kept."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from dpo_office.correspondence.models import Letter, Template
from dpo_office.correspondence.refusals import LetterRefused
from dpo_office.lib import doors
from dpo_office.lib.door_shapes import LetterCase

LONGEST_BODY = 200_000  # characters; a longer answer is a file


def mail_address(to: str) -> str:
    """The address as mail servers write it, its domain in ASCII; LetterRefused if it is none."""
    to = to.strip()
    try:
        validate_email(to)
        local, _at, domain = to.rpartition("@")
        return f"{local}@{domain.encode('idna').decode()}"
    except (ValidationError, UnicodeError):
        raise LetterRefused(_("“%(to)s” is not an e-mail address.") % {"to": to}) from None


def destination(to: str, channel: str) -> str:
    """Where a letter goes: an e-mail address, or lines of what the channel needs instead."""
    if channel == Letter.Channel.MAIL:
        return mail_address(to)
    to = to.replace("\r\n", "\n").strip()
    refuse_control_characters(_("address"), to, lines=True)
    if not to:
        raise LetterRefused(_("Say where the letter goes."))
    return to


def refuse_control_characters(field: str, value: str, *, lines: bool = False) -> None:
    """No line break in what becomes a header (RFC 5322), no other control character anywhere."""
    allowed = "\n\t" if lines else ""
    if any(unicodedata.category(c) == "Cc" and c not in allowed for c in value):
        raise LetterRefused(
            _("The %(field)s holds a line break or another control character.") % {"field": field}
        )


def refuse_improper(*, subject: str, body: str) -> None:
    """Raise LetterRefused unless these can be subject and text of a letter."""
    refuse_control_characters(_("subject"), subject)
    refuse_control_characters(_("text"), body, lines=True)
    if not subject.strip() or not body.strip():
        raise LetterRefused(_("A letter needs a subject and a text."))
    if len(subject) > 200 or len(body) > LONGEST_BODY:
        raise LetterRefused(_("The subject or the text is too long."))


def refuse_named_subject(letter: Letter, subject: str) -> None:
    """Raise LetterRefused if the new subject names the recipient or holds an address."""
    new = _words(subject) - _words(letter.subject)
    if "@" in subject or new & {word for word in _words(letter.to_name) if len(word) > 2}:
        raise LetterRefused(
            _("The subject names a person. Give the reference only: many eyes read subjects.")
        )


def case_of(letter: Letter) -> LetterCase | None:
    """Who knows how this letter is sent, if its record has a say in it."""
    kind = letter.about_type
    return doors.letter_cases.get(f"{kind.app_label}.{kind.model}")


def refuse_wrong_addressee(letter: Letter) -> None:
    """Raise LetterRefused if an answer would go to an address that was not shown to be theirs."""
    case = case_of(letter)
    if not letter.version.template.is_answer or case is None:
        return
    if letter.channel != Letter.Channel.MAIL:
        return
    verified = case.verified_address(letter.about_id)
    if not verified or mail_address(verified).casefold() != letter.to.casefold():
        raise LetterRefused(_("Answers go only to the address that was shown to be the person's."))


def refuse_missing_passages(letter: Letter) -> None:
    """Raise LetterRefused unless each required passage is in the letter, word for word."""
    text = _flat(letter.body)
    gone = [key for key, passage in letter.passages.items() if _flat(passage) not in text]
    if gone:
        names = Template.objects.filter(key__in=gone).values_list("name", flat=True)
        raise LetterRefused(
            _("The letter must keep these passages: %(passages)s.") % {"passages": ", ".join(names)}
        )


def _flat(text: str) -> str:
    return " ".join(text.split())


def _words(text: str) -> set[str]:
    return {word.casefold() for word in re.findall(r"\w+", text)}
