"""Bring in texts of letters that came with a newer version of the office."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from dpo_office.correspondence import shipped_texts
from dpo_office.correspondence.models import Template, TemplateVersion


class Command(BaseCommand):
    help = "Load the texts of letters that come with the office; own texts are never replaced."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        written = shipped_texts.load(Template, TemplateVersion)
        self.stdout.write(f"{written} texts are new.")
