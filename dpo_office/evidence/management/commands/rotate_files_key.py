"""Put all that FILES_KEY seals under the new one, while the office runs.

Before: FILES_KEY holds the new key, FILES_KEY_FALLBACKS the old ones, and all processes were
started again. After it says that nothing is left, the old keys can go. Killed half-way it is
run again and goes on; meanwhile everything opens.
"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dpo_office.evidence.models import record
from dpo_office.lib import doors, files_keys
from dpo_office.lib.door_shapes import SealedByFilesKey


class Command(BaseCommand):
    help = "Put files, second factors' seeds and sealed mails under today's FILES_KEY."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--check", action="store_true", help="only say what is left")

    def handle(self, *args: Any, check: bool = False, **options: Any) -> None:
        for sealed in doors.sealed_rows:
            if not check:
                self._renew(sealed)
            self.stdout.write(f"{sealed.identifier}: {sealed.left()} left under older keys")
        if not check:
            record("files_key.rotated", None, by=None, facts={"key": files_keys.current_id()})
        if any(sealed.left() for sealed in doors.sealed_rows):
            raise CommandError("Something is left: keep FILES_KEY_FALLBACKS.")

    def _renew(self, sealed: SealedByFilesKey) -> None:
        try:
            self.stdout.write(f"{sealed.identifier}: {sealed.renew()} renewed")
        except files_keys.Unreadable:
            raise CommandError(
                f"{sealed.identifier}: neither FILES_KEY nor a fallback opens one of them."
            ) from None
