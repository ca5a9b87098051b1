"""The same letter in many cases: each drafted for its own, read, then sent as its step asks."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from dpo_office.correspondence.models import Letter
from dpo_office.correspondence.services import letters
from dpo_office.organisation.models import User
from dpo_office.worklist.services import clocks
from requests_app.models import SubjectRequest
from requests_app.services import questions, replies, writing
from requests_app.services.acting import hold, insist
from requests_app.services.deadlines import legal_clock

ANSWER = "answer"  # of each case the one that its outcome asks for
SAME = (replies.ACKNOWLEDGEMENT, questions.CLARIFICATION, ANSWER)


@transaction.atomic
def draft(
    request: SubjectRequest, letter: str, *, question: str = "", by: User, now: datetime
) -> Letter:
    """Draft that letter (one of SAME) for the case. Raises ValidationError where it can't leave."""
    if letter == ANSWER:
        return replies.draft_answer(request, by=by, now=now)
    hold(request)
    insist(_why_not(request, letter))
    words = {"question": question} if letter == questions.CLARIFICATION else {}
    return writing.draft(request, letter, by=by, now=now, **words)


@transaction.atomic
def send(letter: Letter, *, by: User, now: datetime) -> Letter:
    """Send a draft with all that goes with it, as if its step were taken in the case."""
    request = letter.about
    if not isinstance(request, SubjectRequest):
        raise ValidationError(_("This letter belongs to no request."))
    hold(request)
    key = letter.version.template.key
    if key not in (replies.ACKNOWLEDGEMENT, questions.CLARIFICATION):
        insist("" if replies.answer_of(request) == letter else _("It is not the answer any more."))
        return replies.send_answer(request, by=by, now=now)
    insist(_why_not(request, key))
    letters.send(letter, by=by, now=now)
    if key == replies.ACKNOWLEDGEMENT:
        acknowledged = SubjectRequest.Status.ACKNOWLEDGED
        request.move_to(acknowledged, by=by, acknowledged_at=now, at=now)
    else:
        clocks.pause(legal_clock(request), letter=letter, by=by, at=now)
    return letter


def _why_not(request: SubjectRequest, letter: str) -> str:
    if letter == replies.ACKNOWLEDGEMENT:
        return replies.why_not_acknowledge(request)
    return questions.why_not_put(request)
