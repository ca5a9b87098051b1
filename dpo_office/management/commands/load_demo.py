"""Load the demo into an empty office."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from dpo_office.demo import loader


class Command(BaseCommand):
    help = "Load the demo organisation, its people and some sixty requests into an empty office."

    def handle(self, **options: object) -> None:
        if not settings.DEMO:
            raise CommandError("This is no demo office (OFFICE_DEMO=1 is not set): nothing loaded.")
        self.stdout.write(f"Demo: {loader.load()} requests loaded.")
