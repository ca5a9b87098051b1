"""The thread of a case: letters out and messages in, newest first."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from dpo_office.correspondence.models import Incoming, Letter
from dpo_office.desk.case_file import Section, StateLabel
from dpo_office.organisation.models import User
from requests_app.models import RequestPart, SubjectRequest
from requests_app.services.mail_intake import why_not_record

LETTER_TONES = {"sent": "done", "queued": "works", "unsure": "soon", "failed": "late"}


def thread_card(
    case: SubjectRequest, letters: Sequence[Letter], reader: User, *, persons: bool
) -> Section:
    """Both directions in one list; below it the place where a mail is dropped."""
    rows = [_letter(letter, reader) for letter in letters]
    rows += [_message(message, reader, persons=persons) for message in Incoming.objects.about(case)]
    rows.sort(key=lambda row: row["at"], reverse=True)
    may = reader.has_perm("requests_app.record_mail_subjectrequest") and not why_not_record(case)
    content = {"rows": rows, "case": case if may else None}
    return Section(_("Letters and mail"), "requests_app/thread.html", content)


def _letter(letter: Letter, reader: User) -> dict[str, Any]:
    return _row(
        letter.sent_at or letter.created_at,
        _letter_name(letter),
        note=f"{letter.version.get_language_display()} · {letter.get_channel_display()}",
        link=_link(reader, letter),
        unsent=not letter.sent_at,
        label=StateLabel(letter.get_status_display(), LETTER_TONES.get(letter.status, "rest")),
    )


def _letter_name(letter: Letter) -> str:
    """Letters to customers say to which: a case may have many."""
    name = str(letter.version.template.name)
    of_part = letter.about_type.model == RequestPart._meta.model_name and letter.to_name
    return f"{name} · {letter.to_name}" if of_part else name


def _message(message: Incoming, reader: User, *, persons: bool) -> dict[str, Any]:
    named = persons and (message.sender_name or message.sender)
    return _row(
        message.received_at,
        _("From %(who)s") % {"who": named} if named else _("Message that came in"),
        note=str(message.get_channel_display()),
        link=_link(reader, message),
        words=message.words if persons else "",
        label=StateLabel(_("came in")),
        came_in=True,
    )


def _row(at: datetime, title: str, **more: Any) -> dict[str, Any]:
    return {"at": at, "title": title, **more}


def _link(reader: User, record: Letter | Incoming) -> str:
    name = record._meta.model_name
    if not reader.has_perm(f"correspondence.view_{name}"):
        return ""
    return reverse(f"admin:correspondence_{name}_change", args=[record.pk])
