"""Letters: drafted from a template, edited, sent (GDPR Art. 12(1), (3), (4))."""

from collections.abc import Mapping
from datetime import date, datetime, time

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dpo_office.correspondence.models import Delivery, Letter, Template
from dpo_office.correspondence.refusals import LetterRefused, SomebodyElseEdited
from dpo_office.correspondence.services import messages, outbox, propriety, wording
from dpo_office.correspondence.services.claims import UNDELIVERED
from dpo_office.correspondence.services.wording import Value
from dpo_office.evidence.models import record
from dpo_office.lib import doors
from dpo_office.organisation.models import Profile, User


@transaction.atomic
def draft(
    about: models.Model,
    *,
    template: str,
    language: str,
    to: str,
    context: Mapping[str, Value],
    by: User | None,
    channel: str = Letter.Channel.MAIL,
    to_name: str = "",
    secrets: Mapping[str, str] | None = None,
    now: datetime | None = None,
) -> Letter:
    """Draft a letter about a record, from the newest text of `template` in `language`.

    `to` is an e-mail address, or what the channel needs instead; `context` the values of the
    template's placeholders; `secrets` take the place of their marks in the mail alone. Raises LetterRefused or PlaceholderRefused, each with a sentence.
    """
    to = propriety.destination(to, channel)
    version = wording.current_text(Template.objects.get(key=template), language)
    subject, body, passages = wording.filled(version, context)
    propriety.refuse_improper(subject=subject, body=body)
    propriety.refuse_control_characters(_("name"), to_name)
    letter = Letter.objects.create(
        about=about,
        version=version,
        channel=channel,
        to=to,
        to_name=to_name,
        subject=subject,
        body=body,
        drafted_body=body,
        passages=passages,
        sealed_secrets=messages.sealed_secrets(secrets or {}),
        created_by=by,
        created_at=now or timezone.now(),
    )
    facts = {"template": template, "version": version.number, "language": language}
    record(
        "letter.drafted", letter, by=by, facts=facts | {"channel": str(channel)}, happened_at=now
    )
    return letter


@transaction.atomic
def edit(letter: Letter, *, subject: str, body: str, by: User | None) -> Letter:
    """Change a draft. Raises SomebodyElseEdited if it changed since `letter` was loaded."""
    body = body.replace("\r\n", "\n")
    propriety.refuse_improper(subject=subject, body=body)
    propriety.refuse_named_subject(letter, subject)
    mine = Letter.objects.filter(pk=letter.pk, revision=letter.revision, status=Letter.Status.DRAFT)
    if not mine.update(subject=subject, body=body, revision=letter.revision + 1):
        raise SomebodyElseEdited(
            _("Somebody else changed or sent this letter after you opened it.")
        )
    letter.subject, letter.body, letter.revision = subject, body, letter.revision + 1
    record("letter.edited", letter, by=by, facts={"revision": letter.revision})
    return letter


@transaction.atomic
def send(
    letter: Letter, *, by: User | None, urgent: bool = False, now: datetime | None = None
) -> Letter:
    """Freeze the letter and put it into the outbox; by post or chat, wait for a hand.

    Nothing leaves inside this call: a worker delivers what stands in the outbox. Raises
    LetterRefused if a required passage is gone or if an answer would go to a wrong address.
    """
    propriety.refuse_missing_passages(letter)
    _refuse_other_revision(letter)
    propriety.refuse_wrong_addressee(letter)
    letter.move_to(Letter.Status.QUEUED, by=by, at=now, frozen_at=now or timezone.now())
    if letter.channel == Letter.Channel.MAIL:
        outbox.post(
            f"letter:{letter.pk}",
            to=letter.to,
            subject=letter.subject,
            letter=letter,
            automatic=by is None,
            urgent=urgent,
            now=now,
        )
    return letter


@transaction.atomic
def readdress(letter: Letter, *, to: str, by: User | None) -> Letter:
    """Send a draft elsewhere; the text stays. Raises LetterRefused for an impossible address."""
    letter.to = propriety.destination(to, letter.channel)
    drafts = Letter.objects.drafts().filter(pk=letter.pk)
    if not drafts.update(to=letter.to, revision=letter.revision + 1):
        raise LetterRefused(_("This letter has been sent already."))
    letter.revision += 1
    record("letter.readdressed", letter, by=by, values={"address": letter.to})
    return letter


@transaction.atomic
def send_by(letter: Letter, *, channel: str, to: str, by: User | None) -> Letter:
    """Let a draft go by another way: by post to these lines, or into a chat.

    Raises LetterRefused for a letter that is no draft, or a way that needs another address.
    """
    if channel not in Letter.Channel.values:
        raise LetterRefused(_("Letters go by e-mail, by post or by chat."))
    to = propriety.destination(to, channel)
    drafts = Letter.objects.drafts().filter(pk=letter.pk)
    if not drafts.update(channel=channel, to=to, revision=letter.revision + 1):
        raise LetterRefused(_("This letter has been sent already."))
    letter.channel, letter.to, letter.revision = channel, to, letter.revision + 1
    facts = {"channel": str(channel)}
    record("letter.readdressed", letter, by=by, facts=facts, values={"address": to})
    return letter


def why_not_send(letter: Letter) -> str:
    """Why this draft can't be sent now, in words; empty when it can."""
    try:
        propriety.refuse_missing_passages(letter)
        propriety.refuse_wrong_addressee(letter)
    except LetterRefused as why:
        return str(why)
    case = propriety.case_of(letter)
    return case.why_not_send(letter) if case else ""


@transaction.atomic
def send_from_its_page(
    letter: Letter, *, subject: str, body: str, revision: int, by: User
) -> Letter:
    """Save the draft as it stands on the page that showed `revision`, and send it.

    Its case sends it, if it has a say: an answer is a step of the case.
    """
    letter.revision, body = revision, body.replace("\r\n", "\n")
    if (subject, body) != (letter.subject, letter.body):
        edit(letter, subject=subject, body=body, by=by)
    _refuse_other_revision(letter)
    if case := propriety.case_of(letter):
        case.send(letter, by=by)
        letter.refresh_from_db()
        return letter
    return send(letter, by=by)


def _refuse_other_revision(letter: Letter) -> None:
    revision = Letter.objects.select_for_update().values_list("revision", flat=True)
    if revision.get(pk=letter.pk) != letter.revision:
        raise SomebodyElseEdited(_("Somebody else changed this letter after you opened it."))


@transaction.atomic
def discard(letter: Letter, *, by: User | None, reason: str = "") -> None:
    """Give up a draft, or a letter that could not leave; it stays to be seen."""
    failed = letter.status == Letter.Status.FAILED
    letter.move_to(Letter.Status.DISCARDED, by=by, reason=reason, sealed_secrets="")
    if failed:
        doors.holds_again(UNDELIVERED, about=letter)


def handed_over(letter: Letter, *, by: User, on: date | None = None) -> None:
    """A letter by post or chat was posted or pasted by hand: just now, or `on` an earlier day.

    Raises LetterRefused for a day before the letter was written, or one that is still to come.
    """
    if letter.channel == Letter.Channel.MAIL:
        raise LetterRefused(_("Letters by e-mail are sent by the office itself."))
    letter.move_to(Letter.Status.SENT, by=by, sent_at=_left_at(letter, on), sealed_secrets="")


def _left_at(letter: Letter, on: date | None) -> datetime:
    """The instant that stands for that day: now today, noon of an earlier one."""
    now, zone = timezone.now(), Profile.current().zone
    today, written = timezone.localdate(now, zone), letter.frozen_at or now
    if on is None or on == today:
        return now
    if not timezone.localdate(written, zone) <= on < today:
        raise LetterRefused(_("A letter leaves after it was written, and not in the future."))
    return max(written, datetime.combine(on, time(12), tzinfo=zone))


@transaction.atomic
def redact(about: models.Model, *, now: datetime) -> int:
    """Take names, addresses and texts out of all letters about a record; how many (F5).

    That a letter of this kind left at that time, with which answer of the server, stays.
    """
    gone = Letter.objects.about(about).filter(redacted_at=None)
    Delivery.objects.filter(letter__in=gone).update(to="", subject="")
    for letter in gone.drafts():
        letter.move_to(Letter.Status.DISCARDED, by=None, sealed_secrets="")
    names = ["to", "to_name", "subject", "body", "drafted_body", "sealed_secrets"]
    blank = dict.fromkeys(names, "")
    return gone.update(**blank, redacted_at=now)
