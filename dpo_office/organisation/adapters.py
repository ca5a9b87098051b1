"""What allauth asks us: nobody signs up, seeds are sealed, addresses come by one function."""

import time
from typing import Any

import structlog
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from dpo_office.organisation.client_address import client_address, network_of
from dpo_office.organisation.middleware.sign_in import SIGNED_IN_AT
from dpo_office.organisation.models import User
from dpo_office.organisation.services import seeds, sign_ins

log = structlog.get_logger("office.sign_in")


class AccountAdapter(DefaultAccountAdapter):
    """People are admitted by the office, never by a form."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return str(client_address(request))

    def get_reauthentication_methods(self, user: AbstractBaseUser) -> list[dict]:
        """The second factor for whoever has one: the password alone shows too little (7.5.1)."""
        methods = super().get_reauthentication_methods(user)
        return [each for each in methods if each["id"] != "reauthenticate"] or methods

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """All strangers share one allowance of an account; each familiar address has its own.

        So tries from many addresses are slow, and nobody locks another person out (6.3.1).
        """
        key = super()._get_login_attempts_cache_key(request, **credentials)
        network = network_of(client_address(request))
        familiar = sign_ins.is_familiar(credentials.get("email", ""), network)
        return f"{key}:{network}" if familiar else key

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """A closed account is told nothing else than a wrong password is."""
        user = super().authenticate(request, **credentials)
        return user if user and user.is_active else None

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        log.warning("sign-in refused", address=str(client_address(request)))

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """The session is kept at once: another sign-in must not take it for an empty one."""
        super().login(request, user)
        request.session[SIGNED_IN_AT] = int(time.time())
        request.session.save()

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        response = super().post_login(request, user, **kwargs)
        note_sign_in(request, user)
        return response


def note_sign_in(request: HttpRequest, user: User) -> None:
    """The session is listed, too many end, a new place is told."""
    UserSession.objects.create_from_request(request)
    sign_ins.note(
        user,
        address=network_of(client_address(request)),
        user_agent=request.META.get("HTTP_USER_AGENT", ""),
        now=timezone.now(),
    )
    log.info("signed in", user=user.pk)


class MfaAdapter(DefaultMFAAdapter):
    """Seeds of TOTP and recovery codes are never in clear in the database (A2)."""

    def encrypt(self, text: str) -> str:
        return seeds.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return seeds.open_sealed(encrypted_text)

    def get_totp_issuer(self) -> str:
        return "DPO Office"

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """The last factor stays until another is there."""
        others = Authenticator.objects.filter(user=authenticator.user).exclude(pk=authenticator.pk)
        return others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()
