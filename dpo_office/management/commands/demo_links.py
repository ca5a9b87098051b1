"""Print links that sign in to the demo, one per role."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from dpo_office.organisation.demo_sign_in import link_for
from dpo_office.organisation.models import User


class Command(BaseCommand):
    help = "Print single-use links that sign in to the demo, one per role."

    def handle(self, **options: object) -> None:
        if not settings.DEMO:
            raise CommandError("This is no demo office (OFFICE_DEMO=1 is not set): no links.")
        for user in User.objects.filter(is_active=True).order_by("pk").prefetch_related("groups"):
            role = ", ".join(group.name for group in user.groups.all())
            self.stdout.write(f"{role:>15}  {user.name:<14} {link_for(user)}")
