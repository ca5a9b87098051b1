"""Taking over requests that were handled elsewhere: original dates, computed clocks, no letters."""

import uuid
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from dpo_office.evidence.file_door import FileDoor
from dpo_office.evidence.models import EncryptedFile, record
from dpo_office.evidence.services import files
from dpo_office.lib.plain_text import checked_line, checked_lines
from dpo_office.organisation.models import Profile, User
from dpo_office.parties.services import people
from dpo_office.worklist.models import BulkRun
from dpo_office.worklist.services import bulk
from requests_app.models import Exercise, SubjectRequest
from requests_app.services import deadlines, decision, import_sheet, intake
from requests_app.services.handing import HANDLES
from requests_app.services.import_sheet import Row, as_moment

KIND = "import_requests"
DOOR = FileDoor(kinds=("Excel",), most=1)
KEPT = 7  # days that the workbook is kept, for the rows that were not taken
Status = Exercise.Status


@transaction.atomic
def preview(book: EncryptedFile, rows: dict[int, Row], *, by: User, now: datetime) -> BulkRun:
    """Keep the workbook and say of each row whether it can be imported; nothing is yet.

    `book` is taken in by DOOR, `rows` is what `import_sheet.read` found in it.
    """
    named = [(number, _("row %(n)d") % {"n": number}) for number in rows]
    run = bulk.ask(KIND, named, by=by, now=now, begin_at_once=False)
    files.keep([book], about=run, by=by, now=now, expires_at=now + timedelta(days=KEPT))
    seen: dict[uuid.UUID, int] = {}
    refused = {}
    for number, row in rows.items():
        try:
            key = key_of(checked(row, by=by, now=now))
            if key in seen:
                raise ValidationError(_("The same as row %(n)d.") % {"n": seen[key]})
            seen[key] = number
        except ValidationError as wrong:
            refused[number] = " ".join(wrong.messages)
    bulk.refuse(run, refused)
    return run


def rows_of(run: BulkRun) -> dict[int, Row]:
    """The rows of the run's workbook. Raises ValidationError once it is gone."""
    book = EncryptedFile.objects.about(run).first()
    if book is None or (book.expires_at and book.expires_at <= timezone.now()):
        raise ValidationError(_("The workbook is not kept any more. Import it again."))
    return _read(book.pk)


@lru_cache(maxsize=2)  # a worker asks for each row
def _read(book: int) -> dict[int, Row]:
    with files.opened(EncryptedFile.objects.get(pk=book), now=timezone.now()) as content:
        return import_sheet.read(content)


def checked(row: Row, *, by: User, now: datetime) -> dict[str, Any]:
    """A row as what a case is made of. Raises ValidationError, all sentences at once."""
    wrong: list[str] = []
    words = {c.key: str(row.get(c.key, "")).strip() for c in import_sheet.COLUMNS}
    for column in import_sheet.COLUMNS:
        if column.required and not words[column.key]:
            wrong.append(_("%(title)s is missing.") % {"title": column.title})
        elif column.values and column.key != "rights":
            words[column.key] = words[column.key].casefold()
            if words[column.key] and words[column.key] not in column.values:
                said = {"title": column.title, "value": words[column.key][:40]}
                wrong.append(_("%(title)s can't be “%(value)s”.") % said)
    case: dict[str, Any] = dict(words)
    case["rights"] = sorted({r.strip().casefold() for r in words["rights"].split(",") if r.strip()})
    for key, late in (("received", False), ("answered", True)):
        try:
            case[key] = as_moment(row.get(key), zone=Profile.current().zone, late=late)
        except ValueError:
            wrong.append(_("“%(value)s” is no date.") % {"value": words[key][:40]})
            case[key] = None
    if case["answered"]:
        case["answered"] = (
            min(case["answered"], now) if _is_today(case["answered"], now) else case["answered"]
        )
    case["handler"], sentence = _handler(words["handler"], by)
    wrong += [sentence] if sentence else []
    for check in (_check_texts, _check_intake, _check_end):
        try:
            check(case, now)
        except ValidationError as refusal:
            wrong += refusal.messages
    if wrong:
        raise ValidationError(wrong)
    return case


def _is_today(at: datetime, now: datetime) -> bool:
    return at.date() == now.astimezone(at.tzinfo).date()


def _handler(address: str, by: User) -> tuple[User | None, str]:
    if not address:
        return (by if by.has_perm(HANDLES) else None), ""
    handler = User.objects.filter(email__iexact=address, is_active=True).first()
    if handler is None or not handler.has_perm(HANDLES):
        return None, _("“%(address)s” handles no requests here.") % {"address": address[:80]}
    return handler, ""


def _check_texts(case: dict[str, Any], now: datetime) -> None:
    case["former_reference"] = checked_line(
        case["former_reference"], field=_("Your reference"), longest=60
    )
    case["name"] = checked_line(case["name"], field=_("Name"), longest=200)
    case["words"] = checked_lines(
        case["words"], field=_("In their words"), longest=intake.LONGEST_WORDS
    )
    case["reasons"] = checked_lines(case["reasons"], field=_("Reasons"), longest=decision.LONGEST)
    if case["email"]:
        case["email"] = people.checked_address(case["email"])


def _check_intake(case: dict[str, Any], now: datetime) -> None:
    if case["rights"]:
        intake.check(received_at=case["received"], rights=case["rights"], now=now)


def _check_end(case: dict[str, Any], now: datetime) -> None:
    outcome, answered = case["outcome"], case["answered"]
    if bool(outcome) != bool(answered):
        raise ValidationError(_("Outcome and the day of the answer go together."))
    if not outcome:
        return
    if answered > now:
        raise ValidationError(_("The answer lies in the future."))
    if case["received"] and answered < case["received"]:
        raise ValidationError(_("The answer lies before the receipt."))
    if outcome in Exercise.GROUNDED:
        grounds = [Exercise(right=right).grounds for right in case["rights"]]
        if not all(case["ground"] in known for known in grounds):
            raise ValidationError(_("A refusal needs a ground that fits its rights."))


def key_of(case: dict[str, Any]) -> uuid.UUID:
    """The same for the same request in any workbook: by its reference, else by what it says.

    A keyed digest: without DIGEST_KEY nobody finds out by guessing whom a redacted case named.
    """
    said = f"reference\n{case['former_reference']}"
    if not case["former_reference"]:
        rights, received = ",".join(case["rights"]), case["received"].isoformat()
        said = "\n".join(("content", case["email"], received, rights, case["words"]))
    secret = {"secret": settings.DIGEST_KEY, "algorithm": "sha256"}
    digest = salted_hmac("requests_app.import", said, **secret)
    return uuid.UUID(bytes=digest.digest()[:16])


@transaction.atomic
def take_over(row: Row, *, by: User, now: datetime) -> SubjectRequest:
    """Make the case of one row, with its dates and clocks; no letter is written.

    Raises ValidationError when something is wrong with it, or when it is here already.
    """
    words = checked(row, by=by, now=now)
    key = key_of(words)
    if known := SubjectRequest.objects.filter(intake_key=key).first():
        raise ValidationError(_("It is here already, as %(case)s.") % {"case": known})
    case = intake.open_case(
        name=words["name"],
        email=words["email"],
        rights=words["rights"],
        received_at=words["received"],
        by=by,
        channel=words["channel"] or SubjectRequest.Channel.EMAIL,
        language=words["language"] or "en",
        words=words["words"],
        handler=words["handler"],
        intake_key=key,
        now=now,
    )
    case.imported_at, case.former_reference = now, words["former_reference"]
    case.save(update_fields=["imported_at", "former_reference"])
    record("request.imported", case, by=by, happened_at=now)
    if words["outcome"]:
        _end(case, words, by=by)
    return case


def _end(case: SubjectRequest, words: dict[str, Any], *, by: User) -> None:
    """As it ended elsewhere, at its own time."""
    at, outcome = words["answered"], words["outcome"]
    for exercise in Exercise.objects.filter(part__request=case):
        exercise.move_to(
            outcome,
            by=by,
            at=at,
            decided_by=by,
            decided_at=at,
            ground=words["ground"] if outcome in Exercise.GROUNDED else "",
            reasons=words["reasons"],
        )
    deadlines.stop_all(case, by=by, at=at)
    if outcome in Exercise.ANSWERLESS:
        case.move_to(SubjectRequest.Status.ENDED, by=by, at=at, closed_at=at)
        return
    case.move_to(SubjectRequest.Status.DECIDED, by=by, at=at)
    case.move_to(SubjectRequest.Status.ANSWERED, by=by, at=at, answered_at=at)
    case.move_to(SubjectRequest.Status.CLOSED, by=by, at=at, closed_at=at)
