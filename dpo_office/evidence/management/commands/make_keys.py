"""`manage.py make_keys`: the office's two OpenPGP keys, where GNUPGHOME points; once."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from dpo_office.evidence.services import office_keys
from dpo_office.lib import openpgp


class Command(BaseCommand):
    help = "Make the signing key and the key for mail and backup in GNUPGHOME, unless they exist."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.GNUPGHOME:
            raise CommandError("Set GNUPGHOME to the folder of the worker of queue keys.")
        try:
            home = openpgp.Home(settings.GNUPGHOME)
            signing = office_keys.make_keys(home)
        except openpgp.OpenPgpRefused as why:
            raise CommandError(str(why)) from why
        (mail,) = openpgp.secret_keys(home, name=office_keys.MAIL)[:1]
        self.stdout.write(f"SIGNING_KEYS={signing}\nMail and backup: {mail}")
