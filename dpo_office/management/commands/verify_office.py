"""Ask every invariant of the office; exit code 1 when one does not hold."""

import json
from dataclasses import asdict

from django.core.management.base import BaseCommand, CommandParser

from dpo_office.worklist.services.verifying import Verdict, verify


class Command(BaseCommand):
    help = "Ask every invariant of the office. Lines name records by reference, never persons."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON document")

    def handle(self, **options: bool) -> None:
        verdicts = verify()
        if options["json"]:
            rows = [asdict(verdict) | {"holds": verdict.holds} for verdict in verdicts]
            self.stdout.write(json.dumps(rows, indent=2, ensure_ascii=False))
        else:
            self.stdout.write("\n".join(map(in_words, verdicts)))
        if not all(verdict.holds for verdict in verdicts):
            raise SystemExit(1)


def in_words(verdict: Verdict) -> str:
    """One line when it holds, else one more for each record that breaks it."""
    state = "ok    " if verdict.holds else "BROKEN"
    head = f"{state}  {verdict.identifier}: {verdict.sentence}"
    return "\n".join([head, *(f"          {line}" for line in verdict.broken)])
