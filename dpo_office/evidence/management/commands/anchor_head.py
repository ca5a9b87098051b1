"""`manage.py anchor_head`: print the head of the trail, log it, and mail it to ANCHOR_TO."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dpo_office.evidence.services.anchoring import anchor, head_in_words
from dpo_office.lib.clock import database_now


class Command(BaseCommand):
    help = "Print the head of the trail, write it to the log and mail it to ANCHOR_TO."

    def handle(self, *args: Any, **options: Any) -> None:
        seal = anchor(database_now())
        if seal is None:
            raise CommandError("Nothing is sealed yet.")
        self.stdout.write(head_in_words(seal))
