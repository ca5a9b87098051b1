"""What this app removes by schedule: files that were to live for a while only."""

from datetime import datetime

from django.db.models import Count, Min
from django.utils.translation import gettext_lazy as _

from dpo_office.evidence.models import EncryptedFile
from dpo_office.evidence.services import files
from dpo_office.lib.door_shapes import PurgePlan


class ExpiredFiles:
    """Decrypted mails, packages and the like; a task removes them each minute as well (F5)."""

    identifier = "expired_files"
    verbose_name = _("files whose time is over")

    def plan(self, now: datetime) -> PurgePlan:
        found = EncryptedFile.objects.over(now).aggregate(due=Count("pk"), oldest=Min("expires_at"))
        return PurgePlan(due=found["due"], held=0, oldest=found["oldest"])

    def purge(self, now: datetime) -> int:
        return files.remove_expired(now)

    def oldest(self) -> datetime | None:
        return EncryptedFile.objects.aggregate(Min("expires_at"))["expires_at__min"]
