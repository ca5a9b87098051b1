"""What allauth asks us: nobody signs up, seeds are sealed, addresses come by one function."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

from dpo_office.lib import secret_box
from dpo_office.organisation.client_address import client_address

SEEDS = "second factor seeds"


class AccountAdapter(DefaultAccountAdapter):
    """People are admitted by the office, never by a form."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_reauthentication_methods(self, user: AbstractBaseUser) -> list[dict]:
        """The second factor for whoever has one: the password alone shows too little (7.5.1)."""
        methods = super().get_reauthentication_methods(user)
        return [each for each in methods if each["id"] != "reauthenticate"] or methods

    def get_client_ip(self, request: HttpRequest) -> str:
        return str(client_address(request))


class MfaAdapter(DefaultMFAAdapter):
    """Seeds of TOTP and recovery codes are never in clear in the database (A2)."""

    def encrypt(self, text: str) -> str:
        return secret_box.seal(text, key=settings.FILES_KEY, purpose=SEEDS)

    def decrypt(self, encrypted_text: str) -> str:
        return secret_box.open_sealed(encrypted_text, key=settings.FILES_KEY, purpose=SEEDS)

    def get_totp_issuer(self) -> str:
        return "DPO Office"
