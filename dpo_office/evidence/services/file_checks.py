"""What a file must be to be taken in (ASVS 5.2); every refusal is a sentence for its sender."""

from typing import BinaryIO

import structlog
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dpo_office.evidence.file_door import FileDoor
from dpo_office.evidence.models import EncryptedFile
from dpo_office.evidence.refusals import FileRefused
from dpo_office.lib import archives, clamd, file_kinds, file_names

log = structlog.get_logger()
WRONG_ARCHIVE = {
    archives.BROKEN: gettext_lazy(
        "“%(name)s” is damaged, or holds something beside what it shows."
    ),
    archives.HUGE: gettext_lazy("“%(name)s” would grow far too large when unpacked."),
    archives.NESTED: gettext_lazy("“%(name)s” holds another archive. Send its files one by one."),
    archives.LOCKED: gettext_lazy("“%(name)s” is locked by a password. Send it unlocked."),
    archives.ESCAPES: gettext_lazy("“%(name)s” would write outside its own folder."),
    archives.MACRO: gettext_lazy("“%(name)s” holds macros. Save it without them."),
}


def kind_of(file: BinaryIO, name: str, size: int, door: FileDoor) -> str:
    """The kind of the file if this door lets it in. Raises FileRefused; leaves `file` anywhere."""
    if size > settings.FILES_LARGEST:
        limit = filesizeformat(settings.FILES_LARGEST)
        raise _refused(_("“%(name)s” is larger than %(limit)s."), name, limit=limit)
    if size == 0:
        raise _refused(_("“%(name)s” is empty."), name)
    kind = file_kinds.by_ending(file_names.ending(name), door.kinds)
    if kind is None:
        endings = [end for known in door.kinds for end in file_kinds.KINDS[known].endings]
        raise _refused(
            _("“%(name)s” is of a type that is not taken here. Taken are: %(endings)s."),
            name,
            endings=", ".join(endings),
        )
    try:
        file_kinds.check(file, kind)
    except file_kinds.NotThatKind:
        raise _refused(
            _("“%(name)s” is not what its name says, or is more than that."), name
        ) from None
    except archives.BadArchive as wrong:
        raise _refused(str(WRONG_ARCHIVE[wrong.reason]), name) from None
    return kind.name


def scan(file: BinaryIO, name: str) -> str:
    """What CLAMD_SOCKET says of it. Raises FileRefused for malware.

    A scanner that is away costs a warning when the file is opened, not the file.
    """
    if not settings.CLAMD_SOCKET:
        return EncryptedFile.Scan.NONE
    file.seek(0)
    try:
        found = clamd.found_in(
            iter(lambda: file.read(64 * 1024), b""), address=settings.CLAMD_SOCKET
        )
    except clamd.ScannerAway as away:
        log.warning("scanner_away", reason=str(away))
        return EncryptedFile.Scan.NONE
    if found:
        log.warning("malware_refused")
        raise _refused(_("“%(name)s” holds malware and was not taken in."), name)
    return EncryptedFile.Scan.CLEAN


def _refused(sentence: str, name: str, **more: str) -> FileRefused:
    return FileRefused(sentence % {"name": name, **more})
