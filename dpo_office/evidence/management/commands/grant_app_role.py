"""`manage.py grant_app_role ROLE`: rights of the app's database role, after each migration."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from dpo_office.evidence.services import app_role


class Command(BaseCommand):
    help = "Give the app's database role what it needs and no more; run as the tables' owner."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("role")
        parser.add_argument("--create", action="store_true", help="make the role if there is none")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            app_role.grant_to(options["role"], create=options["create"])
        except DatabaseError as why:
            raise CommandError(f"The rights could not be given: {why}") from why
