"""The evidence file of a case: asked for by one click, made, handed out for a day (A2, F6)."""

from datetime import datetime, timedelta
from typing import BinaryIO

import structlog
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from dpo_office.accountability.models import EvidenceFile
from dpo_office.accountability.services import archiving
from dpo_office.evidence.models import EncryptedFile, TransitionRefused, record
from dpo_office.evidence.services import file_disk, files, made_files
from dpo_office.evidence.services.office_keys import Signer
from dpo_office.lib import doors
from dpo_office.organisation.access import may_see_persons
from dpo_office.organisation.models import User

log = structlog.get_logger()
KEPT = timedelta(days=1)
ABANDONED_AFTER = timedelta(minutes=20)  # twice a task's hard time limit
Status = EvidenceFile.Status


def ask(case: models.Model, *, by: User, now: datetime) -> EvidenceFile:
    """Ask for the evidence of a case; one that is under way for this person is that one.

    Persons are in it if the asker may see them. Raises ValidationError for what is no case.
    """
    kind = ContentType.objects.get_for_model(case)
    if doors.case_dossiers.get(f"{kind.app_label}.{kind.model}") is None:
        raise ValidationError(_("There is no evidence file of this."))
    under_way = EvidenceFile.objects.about(case).under_way().filter(asked_by=by)
    if known := under_way.first():
        return known
    try:
        return _open(case, kind, by=by, now=now)
    except IntegrityError:  # of two clicks at once the other was first
        return under_way.get()


@transaction.atomic
def _open(case: models.Model, kind: ContentType, *, by: User, now: datetime) -> EvidenceFile:
    asked = EvidenceFile.objects.create(
        about_type=kind,
        about_id=case.pk,
        reference=str(case),
        with_persons=may_see_persons(by),
        asked_by=by,
        asked_at=now,
    )
    facts = {"file": asked.pk, "persons": asked.with_persons}
    record("evidencefile.asked", case, by=by, facts=facts)
    return asked


def make_all(signer: Signer, *, now: datetime) -> int:
    """Make every evidence file that waits, or that a dead worker left; how many were made.

    One that fails says so and does not keep the others.
    """
    waiting = EvidenceFile.objects.to_make(now, ABANDONED_AFTER).order_by("pk")
    return sum(_make(asked, signer, now) for asked in waiting)


def _make(asked: EvidenceFile, signer: Signer, now: datetime) -> bool:
    """Claim it, make it, keep it. Two at once: the guarded move lets one in."""
    mine = EvidenceFile.objects.filter(pk=asked.pk, began_at=asked.began_at)
    if asked.status == Status.WAITING:
        try:
            asked.move_to(Status.RUNNING, by=None, began_at=now)
        except TransitionRefused:
            return False
    elif not mine.update(began_at=now):
        return False
    try:
        chunks = archiving.archive(asked, signer, now=now)
        file = made_files.made(f"{asked.reference}.zip", "ZIP", chunks)
    except Exception as failure:  # noqa: BLE001  # whatever failed, the page says so
        log.error("evidence_not_made", file=asked.pk, failure=type(failure).__name__)
        trouble = _("It stopped with %(kind)s.") % {"kind": type(failure).__name__}
        asked.move_to(Status.FAILED, by=None, finished_at=now, trouble=trouble)
        return False
    return _keep(asked, file, now)


def _keep(asked: EvidenceFile, file: EncryptedFile, now: datetime) -> bool:
    try:
        with transaction.atomic():
            files.keep([file], about=asked, by=None, now=now, expires_at=now + KEPT)
            asked.move_to(Status.DONE, by=None, finished_at=now, sha256=file.sha256)
    except TransitionRefused:  # another made it meanwhile
        file_disk.remove(file.stored_as)
        return False
    return True


def file_of(asked: EvidenceFile) -> EncryptedFile | None:
    """The archive; None once its day is over, or before it was made."""
    return EncryptedFile.objects.about(asked).first()


def why_not_open(asked: EvidenceFile, *, by: User) -> str:
    """Why this person can't have it, in words; empty when they can."""
    kind = asked.about_type
    if not by.has_perm(f"{kind.app_label}.view_{kind.model}"):
        return _("You may not see this case.")
    if asked.with_persons and not may_see_persons(by):
        return _("It names persons. Ask for one of your own: it names none.")
    if asked.status != Status.DONE:
        return _("It is not made yet.")
    return "" if file_of(asked) else _("It was removed after a day. Ask for a new one.")


def opened(asked: EvidenceFile, *, by: User, now: datetime) -> tuple[BinaryIO, EncryptedFile]:
    """The archive's plain bytes, to be closed; the trail tells who took it.

    Raises ValidationError, FileGone, Unreadable.
    """
    file = file_of(asked)
    if (why := why_not_open(asked, by=by)) or file is None:
        raise ValidationError(why or _("It is gone."))
    content = files.opened(file, now=now)
    facts = {"file": asked.pk, "persons": asked.with_persons}
    record("evidencefile.opened", asked.about, by=by, facts=facts)
    return content, file
