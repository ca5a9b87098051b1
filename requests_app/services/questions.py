"""Asking the person for what we cannot go on without; the legal deadline waits meanwhile.

No pause without its letter (EDPB Guidelines 01/2022, 5.3). Our promise never pauses, and the
deadline without the pause stays visible and alerts (P5.1).
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dpo_office.correspondence.models import Letter
from dpo_office.correspondence.services import letters
from dpo_office.correspondence.services.wording import Value
from dpo_office.lib.plain_text import checked_lines
from dpo_office.organisation.models import User
from dpo_office.worklist.services import clocks
from requests_app.models import SubjectRequest
from requests_app.services import writing
from requests_app.services.acting import hold, insist, why_answered
from requests_app.services.deadlines import legal_clock, pause_of

LONGEST = 5_000  # characters of a question
CLARIFICATION = "clarification_request"


@transaction.atomic
def ask(request: SubjectRequest, *, question: str, by: User, now: datetime | None = None) -> Letter:
    """Ask what the person means, where much is held and that is not clear (Recital 63)."""
    hold(request)
    insist(why_not_put(request))
    return put(request, CLARIFICATION, by=by, now=now or timezone.now(), question=question)


def put(request: SubjectRequest, template: str, *, by: User, now: datetime, **words: str) -> Letter:
    """Send that letter and pause the legal deadline by it; the case is held by the caller."""
    said: dict[str, Value] = {
        name: checked_lines(text, field=name, longest=LONGEST) for name, text in words.items()
    }
    letter = writing.draft(request, template, by=by, now=now, **said)
    letters.send(letter, by=by, now=now)
    clocks.pause(legal_clock(request), letter=letter, by=by, at=now)
    return letter


def why_not_put(request: SubjectRequest) -> str:
    """Why the person can't be asked anything now, in words; empty when they can."""
    if why := why_answered(request):
        return why
    return _("We wait for an answer of the person already.") if pause_of(request) else ""


@transaction.atomic
def answered(request: SubjectRequest, *, by: User, now: datetime | None = None) -> SubjectRequest:
    """The person's answer came; the legal deadline runs again, later by the days that we waited."""
    hold(request)
    insist(why_not_answered(request))
    clocks.resume(legal_clock(request), by=by, at=now or timezone.now())
    return request


def why_not_answered(request: SubjectRequest) -> str:
    """Why no answer can have come, in words; empty when we wait for one."""
    if why := why_answered(request):
        return why
    return "" if pause_of(request) else _("We asked the person nothing that is still open.")


def end_if_about(request: SubjectRequest, template: str, *, by: User | None, now: datetime) -> None:
    """Let the deadline run again if it waits for the answer to such a letter."""
    pause = pause_of(request)
    if pause and pause.letter.version.template.key == template:
        clocks.resume(legal_clock(request), by=by, at=now)
