"""Comparing the disk with the rows, both ways (invariant 7: files)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from dpo_office.evidence.models import EncryptedFile
from dpo_office.evidence.services import file_disk
from dpo_office.lib import doors
from dpo_office.lib.periods import local_date
from dpo_office.organisation.models import Profile

GRACE = timedelta(hours=1)  # thrice as long as any transaction that could still write the row
MOST_ORPHANS = 200  # more than crashes leave: then the rows are missing, not the files too many
LOST, TOO_MANY = "file is not on the disk", "files without a row"


@dataclass(frozen=True)
class Sweep:
    """What one comparison found: files removed, files left because they are too many, rows."""

    removed: int
    left: int
    lost: int


def sweep(now: datetime) -> Sweep:
    """Remove files that no row knows, older than GRACE; raise a finding for rows without file.

    A database of another day, or an empty one, must not cost the files: when more than
    MOST_ORPHANS have no row nothing is removed, and a person decides.
    """
    found = orphans(now - GRACE)
    if len(found) > MOST_ORPHANS:
        text = _("%(n)d files have no row; none was removed.") % {"n": len(found)}
        _raise_finding(TOO_MANY, None, text, now)
        removed = 0
    else:
        doors.holds_again(TOO_MANY, about=None)
        for name in found:
            file_disk.remove(name)
        removed = len(found)
    lost = missing()
    for file in lost:
        _raise_finding(LOST, file, _("A file that was kept is not on the disk."), now)
    return Sweep(removed=removed, left=len(found) - removed, lost=len(lost))


def missing() -> list[EncryptedFile]:
    """Rows whose file is not on the disk."""
    rows = EncryptedFile.objects.order_by("pk").iterator(chunk_size=2000)
    gone = [row.pk for row in rows if not file_disk.path_of(row.stored_as).exists()]
    return list(EncryptedFile.objects.filter(pk__in=gone))  # not those removed meanwhile


def orphans(before: datetime) -> list[str]:
    """Names of files last written before that instant that no row knows; drafts among them."""
    old = [name for name, written in file_disk.all_names() if written < before]
    known = set(EncryptedFile.objects.filter(stored_as__in=old).values_list("stored_as", flat=True))
    return [name for name in old if name not in known]


def _raise_finding(check: str, about: EncryptedFile | None, text: str, now: datetime) -> None:
    today = local_date(now, Profile.current().time_zone)
    doors.raise_finding(check, about=about, owner=None, due_on=today, text=text, failure=True)
