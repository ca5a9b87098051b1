"""Say when a period is over and why; needs no database and nothing running."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from dpo_office.lib import periods
from dpo_office.lib.periods.explaining import explain, rules_table
from dpo_office.lib.periods.local_time import plausible, read_time, zone_of_country
from dpo_office.lib.periods.vectors import answer, read_vectors


class Command(BaseCommand):
    help = "Say when a period is over, and why."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--rule", help="such as dsr_base or breach_72h; see --rules")
        parser.add_argument("--received", help="when it began, ISO 8601; a date will do for days")
        parser.add_argument("--country", help="where the controller is established, such as EE")
        parser.add_argument("--tz", help="its time zone (the country's)")
        parser.add_argument("--extended", action="store_true", help="the period was extended")
        parser.add_argument(
            "--pause",
            nargs=2,
            action="append",
            default=[],
            metavar=("ASKED", "ANSWERED"),
            help="it stood still between these times; may be repeated",
        )
        parser.add_argument("--vectors", type=Path, help="answer every question of a JSON file")
        parser.add_argument("--rules", action="store_true", help="list the rules")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["rules"]:
                self.stdout.write(rules_table())
            elif options["vectors"]:
                self._answer(options["vectors"])
            else:
                self._explain(options)
        except periods.PeriodError as error:
            raise CommandError(str(error)) from error

    def _explain(self, options: dict[str, Any]) -> None:
        rule_id, received, country = (options[name] for name in ("rule", "received", "country"))
        if not (rule_id and received and country):
            raise CommandError("Say --rule, --received and --country, or --vectors, or --rules.")
        country = country.upper()
        tz = options["tz"] or zone_of_country(periods.known_country(country))
        started_at = _time(received, tz)
        rule = periods.rule(rule_id, on=periods.local_date(started_at, tz))
        if rule.in_hours and _is_date(received):
            raise CommandError("Hours run from an instant: give the time of day as well.")
        pauses = [(_time(asked, tz), _time(answered, tz)) for asked, answered in options["pause"]]
        when = periods.due(
            rule, started_at, country=country, tz=tz, pauses=pauses, extended=options["extended"]
        )
        applied = periods.rule(when.rule_id, on=when.rule_version)
        self.stdout.write("\n".join(explain(when, applied)))
        if started_at > timezone.now():
            self.stdout.write("This begins in the future: a forecast, not a deadline that runs.")

    def _answer(self, path: Path) -> None:
        """One JSON line each; those without an answer are told together at the end."""
        unanswered = []
        for vector in read_vectors(path):
            try:
                self.stdout.write(json.dumps(answer(vector)))
            except periods.PeriodError as error:
                unanswered.append(str(error))
        if unanswered:
            raise CommandError("\n".join(unanswered))


def _time(text: str, tz: str) -> datetime:
    """An instant; a date alone is the start of that local day."""
    if not _is_date(text):
        return read_time(text)
    return periods.start_of_day(plausible(date.fromisoformat(text)), tz)


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
