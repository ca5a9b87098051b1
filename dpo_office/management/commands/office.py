"""Run the office on this machine; `manage.py` itself takes this command past Django."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from dpo_office.supervisor import command


class Command(BaseCommand):
    help = command.HELP
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        command.add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        raise SystemExit(command.obey(argparse.Namespace(**options)))
