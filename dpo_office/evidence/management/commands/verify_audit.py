"""`manage.py verify_audit`: does the trail hold? Names each fault; exit code 1 if there is one."""

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dpo_office.evidence.services.verification import Checkpoint, Head, Run, last_checkpoint
from dpo_office.evidence.services.verification.heads import HeadUnreadable
from dpo_office.evidence.services.verification.trusted_keys import TrustedKeys
from dpo_office.lib import openpgp


class Command(BaseCommand):
    help = "Verify the trail and its seals; every missing, altered or inserted event is named."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", help="from the first seal on")
        parser.add_argument("--against", metavar="HEAD", help="a head kept outside: text or file")
        parser.add_argument(
            "--key", metavar="FILE", action="append", default=[], help="trust this public key only"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        head = _head(options["against"])
        since = Checkpoint() if options["all"] else last_checkpoint()
        with openpgp.throwaway() as home:
            keys = TrustedKeys(home, map(_text, options["key"]))
            run = Run(keys, since)
            broken = 0
            for fault in self._faults(run, head):
                self.stdout.write(fault)
                broken += 1
        self.stdout.write(_sum(run, keys))
        if broken:
            raise CommandError(f"The trail does not verify: {broken} faults.")
        self.stdout.write("The trail verifies.")

    def _faults(self, run: Run, head: Head | None) -> Iterator[str]:
        if head:
            yield from head.faults()
        yield from run.faults()


def _head(given: str | None) -> Head | None:
    if not given:
        return None
    try:
        return Head.read(_text(given) if Path(given).is_file() else given)
    except HeadUnreadable as why:
        raise CommandError(str(why)) from None


def _text(file: str) -> str:
    try:
        return Path(file).read_text()
    except (OSError, UnicodeDecodeError) as why:
        raise CommandError(f"{file} can't be read.") from why


def _sum(run: Run, keys: TrustedKeys) -> str:
    since = f" since {run.since.head}" if run.since.head else ""
    accepted = ", ".join(sorted(keys.accepted)) or "none"
    return (
        f"{run.events} events in {run.seals} seals{since}; {run.waiting} events wait for a seal.\n"
        f"Head: {run.head or 'nothing is sealed'}.\nKeys: {accepted}."
    )
