"""Answering an enquiry by letter, with or without the answer library (O5)."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dpo_office.accountability.models import AnswerUse, AnswerVersion, Enquiry, LibraryAnswer
from dpo_office.accountability.services import enquiries
from dpo_office.accountability.services.acting import hold, insist
from dpo_office.correspondence.models import Letter
from dpo_office.correspondence.services import letters
from dpo_office.evidence.models import record
from dpo_office.lib.periods import local_date
from dpo_office.lib.plain_text import checked_lines
from dpo_office.organisation.models import Profile, User

TEMPLATE = "enquiry_answer"


@transaction.atomic
def draft(
    enquiry: Enquiry,
    *,
    answer: LibraryAnswer | None,
    text: str,
    by: User,
    now: datetime | None = None,
) -> Letter:
    """The answer as a letter to be read and sent: the library's words, then `text`."""
    now = now or timezone.now()
    hold(enquiry)
    insist(why_not_draft(enquiry))
    words = words_of(enquiry, answer=answer, text=text, by=by)
    return letters.draft(
        enquiry,
        template=TEMPLATE,
        language=enquiry.language,
        to=enquiry.address,
        to_name=enquiry.asker,
        context={
            "reference": enquiry.reference,
            "name": enquiry.asker,
            "received_on": local_date(enquiry.received_at, Profile.current().time_zone),
            "answer": words,
        },
        by=by,
        now=now,
    )


def why_not_draft(enquiry: Enquiry) -> str:
    """Why no letter can be written, in words; empty when it can."""
    if why := enquiries.why_not_answer(enquiry):
        return why
    if not enquiry.address:
        return _("No address is known. Answer where they asked, and record what was said.")
    if Letter.objects.about(enquiry).drafts().exists():
        return _("A letter is written already. Send it, or give it up.")
    return ""


@transaction.atomic
def mark_answered(
    enquiry: Enquiry,
    *,
    answer: LibraryAnswer | None,
    text: str,
    by: User,
    now: datetime | None = None,
) -> Enquiry:
    """It was answered in chat or on the phone, with the library's words or with others."""
    hold(enquiry)
    insist(enquiries.why_not_answer(enquiry))
    said = words_of(enquiry, answer=answer, text=text, by=by)
    return enquiries.mark_answered(enquiry, said=said, by=by, now=now)


@transaction.atomic
def sent(enquiry: Enquiry, letter: Letter, *, by: User, now: datetime | None = None) -> Enquiry:
    """Send the letter; with that the enquiry is answered."""
    now = now or timezone.now()
    hold(enquiry)
    insist(enquiries.why_not_answer(enquiry))
    letters.send(letter, by=by, now=now)
    return enquiries.close_as(enquiry, Enquiry.Status.ANSWERED, by=by, now=now)


def words_of(enquiry: Enquiry, *, answer: LibraryAnswer | None, text: str, by: User | None) -> str:
    """What is said: the library's text in the language of the enquiry, and `text` below it.

    Counts the use. Raises ValidationError when there is nothing to say.
    """
    text = checked_lines(text, field=_("What we say"), longest=enquiries.LONGEST)
    version = answer.current(enquiry.language) if answer else None
    if answer and version is None:
        language = enquiry.get_language_display()
        why = _("“%(answer)s” has no text in %(language)s yet. Write it here, then keep it.")
        insist("" if text else why % {"answer": answer, "language": language})
    if version is not None:
        _use(version, enquiry, by)
    words = "\n\n".join(part for part in (version.body if version else "", text) if part)
    insist("" if words else _("Write the answer, or choose one of the library."))
    return words


def _use(version: AnswerVersion, enquiry: Enquiry, by: User | None) -> None:
    _row, is_new = AnswerUse.objects.get_or_create(version=version, enquiry=enquiry)
    if is_new:
        facts = {"answer": version.answer_id, "version": version.number}
        record("answer.used", enquiry, by=by, facts=facts)
