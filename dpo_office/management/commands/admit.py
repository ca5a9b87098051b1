"""Admit the first people: who has the machine has the office, and the trail says so."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from dpo_office.organisation import roles
from dpo_office.organisation.refusals import AccountRefused
from dpo_office.organisation.services import accounts, invitations


class Command(BaseCommand):
    help = "Admit a person and print the link by which they set their password (once, 3 days)."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("name")
        parser.add_argument("email")
        parser.add_argument("--role", choices=roles.ROLES, default=roles.DPO)

    @transaction.atomic
    def handle(self, *, name: str, email: str, role: str, **options: Any) -> None:
        try:
            user = accounts.admit(name=name, email=email, role=role, by=None)
        except AccountRefused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(invitations.invite(user, by=None, now=timezone.now()))
