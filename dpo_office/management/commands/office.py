"""Run the office on this machine, or one command beside throw-away services."""

import os
import socket
import subprocess
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from dpo_office.supervisor import valkey
from dpo_office.supervisor.office import Office
from dpo_office.supervisor.services import throwaway


class Command(BaseCommand):
    help = "Run the office (PostgreSQL, Valkey, web, workers, beat) until it is told to stop."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, help="port of the page (8000, or a free one)")
        parser.add_argument("--empty", action="store_true", help="start without the demo")
        parser.add_argument(
            "--for",
            dest="command",
            nargs="...",
            help="start services of its own, run this command beside them, stop; last option",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["command"]:
            with throwaway(os.environ) as environment:
                done = subprocess.run(options["command"], env=environment)  # noqa: S603
            raise SystemExit(done.returncode)
        office = Office(
            Path(settings.BASE_DIR),
            options["port"] or _port(),
            demo=not options["empty"],
            say=self.stdout.write,
        )
        raise SystemExit(office.run())


def _port() -> int:
    with socket.socket() as probe:
        taken = probe.connect_ex(("127.0.0.1", 8000)) == 0
    return valkey.free_port() if taken else 8000
