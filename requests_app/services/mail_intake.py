"""Mails become cases, or are recorded on the case that they belong to (P4.1, P5.1)."""

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from dpo_office.correspondence.models import Incoming
from dpo_office.correspondence.services import incoming
from dpo_office.correspondence.services.incoming import Arrived
from dpo_office.evidence.services import files
from dpo_office.organisation.models import User
from dpo_office.worklist.services import people, tasks
from requests_app.models import SubjectRequest
from requests_app.services import intake, questions
from requests_app.services.acting import hold, insist
from requests_app.services.deadlines import pause_of


@transaction.atomic
def log_mail(came: Arrived, *, by: User, now: datetime, **case: Any) -> SubjectRequest:
    """Open the case of a mail, as `open_case` does, and keep the mail about it.

    Raises ValidationError, and MailGone for the second of two.
    """
    insist(why_not_twice(came))
    request = intake.log_request(by=by, now=now, enclosed=came.enclosed, **case)
    incoming.keep(came, about=request, received_at=request.received_at, by=by, now=now)
    return request


@transaction.atomic
def record_mail(
    request: SubjectRequest,
    came: Arrived,
    *,
    received_at: datetime,
    answer_came: bool = False,
    by: User,
    now: datetime,
) -> Incoming:
    """Keep a mail about a case that is here; with `answer_came` the legal deadline runs again.

    It runs from when the answer was received, not from when somebody recorded it.
    """
    hold(request)
    insist(why_not_record(request) or why_not_twice(came))
    intake.check(received_at=received_at, rights=["access"], now=now)
    message = incoming.keep(came, about=request, received_at=received_at, by=by, now=now)
    files.keep(came.enclosed, about=request, by=by, now=now)
    if answer_came:
        _answered(request, received_at, by=by)
    _tell_the_handler(request, by=by, now=now)
    return message


def why_not_record(request: SubjectRequest) -> str:
    """Why no mail is recorded on that case, in words; empty when one can be."""
    if request.status == SubjectRequest.Status.REDACTED:
        return _("The person was taken out of this case; log the mail as a new case.")
    return ""


def why_not_twice(came: Arrived) -> str:
    """Why this mail is not recorded, where the very same one is."""
    known = incoming.repeat_of(came.dropped, came.mail)
    if known is None:
        return ""
    return _("This mail is recorded already, on %(case)s.") % {"case": known.about}


def _answered(request: SubjectRequest, received_at: datetime, *, by: User) -> None:
    pause = pause_of(request)
    if pause and received_at < pause.asked_at:
        raise ValidationError(_("It came before we asked: it can't be the answer."))
    questions.answered(request, by=by, now=received_at)


def _tell_the_handler(request: SubjectRequest, *, by: User, now: datetime) -> None:
    """Of a mail that somebody else recorded, or that came when all was over."""
    owner = request.handler or by
    if request.closed_at or owner != by:
        title = _("Read the mail that came after the end") if request.closed_at else ""
        due = people.today(now) + timedelta(days=1)
        title = title or _("Read the mail that came")
        tasks.open_task(request, title=title, due_on=due, owner=owner, by=by)


def may_be_the_answer(request: SubjectRequest, *, by: User) -> bool:
    """Whether a mail of today may be the answer that the case waits for, and `by` may say so."""
    may = by.has_perm("requests_app.answer_came_subjectrequest")
    return may and not questions.why_not_answered(request)
