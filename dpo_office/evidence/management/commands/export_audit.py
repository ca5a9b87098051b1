"""`manage.py export_audit FILE`: the trail for somebody who verifies it without us."""

from argparse import ArgumentParser
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dpo_office.evidence.models import record
from dpo_office.evidence.services import exported, exporting, office_keys, sealing
from dpo_office.lib import openpgp
from dpo_office.lib.clock import database_now
from dpo_office.organisation.models import Profile


class Command(BaseCommand):
    help = "Seal the trail and write it to an archive that verify.py checks offline."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--from", dest="first", type=date.fromisoformat, metavar="DAY")
        parser.add_argument("--to", dest="last", type=date.fromisoformat, metavar="DAY")
        parser.add_argument("--about", metavar="REF", help="the case of that reference only")

    def handle(self, *args: Any, **options: Any) -> None:
        scope = _scope(options)
        if options["file"].exists():
            raise CommandError(f"{options['file']} exists; nothing is overwritten.")
        try:
            signer = office_keys.signer()
            sealing.seal_committed(signer)
            manifest = exporting.export(options["file"], signer, scope, now=database_now())
        except (office_keys.KeysMissing, openpgp.OpenPgpRefused) as why:
            raise CommandError(str(why)) from why
        except OSError as why:
            raise CommandError(f"{options['file']} can't be written: {why.strerror}") from why
        counts = {name: manifest[name] for name in ("events", "withheld", "head")}
        record("trail.exported", by=None, facts={**counts, "seals": len(manifest["seals"])})
        self.stdout.write(
            f"{counts['events']} events, {counts['withheld']} more as a hash only. "
            f"Head: {counts['head']}. Signed by {signer.fingerprint}."
        )


def _scope(options: dict[str, Any]) -> exported.Scope:
    first, last, about = options["first"], options["last"], options["about"]
    if about and (first or last):
        raise CommandError("Either --about, or --from and --to.")
    if about:
        scope = exported.About(about)
        if not scope.events:
            raise CommandError("The trail knows nothing about that reference.")
        return scope
    if not first and not last:
        return exported.Everything()
    if first and last and first > last:
        raise CommandError("--from is after --to.")
    zone = Profile.current().zone
    start = datetime.combine(first, time(), zone) if first else datetime(1970, 1, 1, tzinfo=UTC)
    end = datetime.combine((last or date(9998, 1, 1)) + timedelta(days=1), time(), zone)
    return exported.Between(start, end)
