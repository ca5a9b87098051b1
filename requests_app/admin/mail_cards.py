"""What stands beside the form of a mail: what it says, what is odd in it, which cases are here."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from dpo_office.correspondence.models import DroppedMail
from dpo_office.desk import when
from dpo_office.lib.mails import Receipt, Source
from dpo_office.organisation.models import Profile, User
from requests_app.admin.case_cards import state_label
from requests_app.admin.mail_forms import RecordMailForm
from requests_app.models import SubjectRequest
from requests_app.services import mail_intake
from requests_app.services.mail_proposals import Proposals

SAYS = {
    Source.RECEIVED: gettext_lazy("A mail server's line says %(time)s, the form %(ours)s."),
    Source.DATE: gettext_lazy("The mail's own date says %(time)s, the form %(ours)s."),
}


def beside(proposed: Proposals) -> dict[str, Any]:
    """Facts of the mail, its files, and warnings in words."""
    mail = proposed.mail
    sender = f"{mail.sender_name} <{mail.sender}>" if mail.sender_name else mail.sender
    facts = [
        (_("From"), sender or "–"),  # noqa: RUF001
        (_("Subject"), mail.subject or "–"),  # noqa: RUF001
        (_("Its date"), mail.date),
        (_("Reached a server"), next(iter(mail.received), None)),
    ]
    files = [{"name": part.name, "size": len(part.content)} for part in mail.enclosed]
    return {
        "facts": [(name, value) for name, value in facts if value],
        "files": files,
        "warnings": [*_warnings(proposed), *_time_warnings(proposed.receipt)],
    }


def _warnings(proposed: Proposals) -> list[str]:
    mail, person = proposed.mail, proposed.person
    found = []
    if mail.reply_to and mail.reply_to.lower() != mail.sender.lower():
        found.append(_("Asks for answers to another address: %(to)s") % {"to": mail.reply_to})
    if person and mail.sender_name and person.name != mail.sender_name:
        found.append(_("We know this address as %(name)s.") % {"name": person.name})
    if mail.automatic:
        found.append(_("A machine sent this mail, not a person (Auto-Submitted)."))
    if mail.words_cut:
        found.append(_("The text was too long for the form; the whole mail is kept as a file."))
    if mail.left_out:
        found.append(
            ngettext(
                "%(n)d part could not be read; the whole mail is kept as a file.",
                "%(n)d parts could not be read; the whole mail is kept as a file.",
                mail.left_out,
            )
            % {"n": mail.left_out}
        )
    return found


def _time_warnings(receipt: Receipt) -> list[str]:
    """A day or more between what the mail says: both are told, a person decides."""
    ours = _exactly(receipt.at)
    return [
        SAYS[source] % {"time": _exactly(at), "ours": ours} + " " + _("Which is right?")
        for source, at in receipt.others
    ]


def _exactly(at: Any) -> str:
    local = at.astimezone(Profile.current().zone)
    return f"{when.absolute_day(local.date(), local.date(), with_year=True)} {local:%H:%M}"


def candidates(proposed: Proposals, dropped: DroppedMail, user: User) -> list[dict[str, Any]]:
    """Cases that it may belong to: those that it answers or names, then those of the person."""
    if proposed.repeat:
        return []
    rows = [(case, _("it answers or names this case")) for case in proposed.threads]
    rows += [(case, _("open, of the same person or address")) for case in proposed.same_person]
    return [_candidate(case, why, proposed, dropped, user) for case, why in rows]


def _candidate(
    case: SubjectRequest, why: str, proposed: Proposals, dropped: DroppedMail, user: User
) -> dict[str, Any]:
    may = mail_intake.may_be_the_answer(case, by=user)
    begin = {"received_at": proposed.receipt.at, "answer_came": case in proposed.threads}
    return {
        "case": case,
        "url": reverse("admin:requests_app_subjectrequest_change", args=[case.pk]),
        "label": state_label(case),
        "why": why,
        "why_not": mail_intake.why_not_record(case),
        "record": reverse(
            "admin:requests_app_subjectrequest_record_mail", args=[case.pk, dropped.pk]
        ),
        "form": RecordMailForm(initial=begin, auto_id=f"case-{case.pk}-%s"),
        "waits": may,
    }
