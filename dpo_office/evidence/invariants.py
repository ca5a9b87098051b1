"""What must always hold of files; asked by `verify_office`, by fault tests and by night."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dpo_office.evidence.models import EncryptedFile
from dpo_office.evidence.refusals import FileGone
from dpo_office.evidence.services import file_sweep, files
from dpo_office.lib.files_keys import Unreadable


class FilesAreWhole:
    """Each row has its file, each opens, and no file is older than the sweep without a row."""

    identifier = "files"
    sentence = _("No row without its file, no file without its row, and every file opens")

    def broken(self) -> list[str]:
        return [*self._rows(), *self._orphans()]

    @staticmethod
    def _rows() -> Iterator[str]:
        now = timezone.now()
        for file in EncryptedFile.objects.order_by("pk").iterator(chunk_size=500):
            try:
                files.opened(file, now=file.stored_at).close()
            except FileGone:
                if EncryptedFile.objects.filter(pk=file.pk).exists():  # not removed meanwhile
                    yield f"file {file.pk} is not on the disk"
            except Unreadable:
                yield f"file {file.pk} does not open"
        yield from (f"file {file.pk} outlived its time" for file in _overdue(now))

    @staticmethod
    def _orphans() -> Iterator[str]:
        found = len(file_sweep.orphans(timezone.now() - file_sweep.GRACE))
        if found:
            yield f"{found} files have no row"


def _overdue(now):
    return EncryptedFile.objects.over(now - file_sweep.GRACE)
